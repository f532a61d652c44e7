package org.reason4j.core.formats.template;

import java.util.List;
import java.util.Optional;

/** An expression: something with a value. */
sealed interface Expr {

    record Literal(Object value) implements Expr {}

    record Name(String name) implements Expr {}

    record ListOf(List<Expr> items) implements Expr {}

    record TupleOf(List<Expr> items) implements Expr {}

    record DictOf(List<Entry> entries) implements Expr {
        record Entry(Expr key, Expr value) {}
    }

    record Attribute(Expr target, String name) implements Expr {}

    record Item(Expr target, Expr key) implements Expr {}

    record Slice(Expr target, Optional<Expr> start, Optional<Expr> stop, Optional<Expr> step) implements Expr {}

    record Call(Expr target, CallArguments arguments) implements Expr {}

    record Filtered(Expr value, FilterCall filter) implements Expr {}

    record Tested(Expr value, String test, CallArguments arguments) implements Expr {}

    record Not(Expr operand) implements Expr {}

    record Signed(char sign, Expr operand) implements Expr {}

    record Binary(String operator, Expr left, Expr right) implements Expr {}

    record And(Expr left, Expr right) implements Expr {}

    record Or(Expr left, Expr right) implements Expr {}

    record Concat(List<Expr> parts) implements Expr {}

    /** {@code first operator operand operator operand ...}, true if every neighbouring pair compares so. */
    record Compare(Expr first, List<Comparison> rest) implements Expr {
        record Comparison(String operator, Expr operand) {}
    }

    record Conditional(Expr test, Expr value, Optional<Expr> otherwise, int line) implements Expr {}

    /** A filter's name and what stands in its parentheses. */
    record FilterCall(String name, CallArguments arguments) {}

    /** Arguments of a call; {@code spread} are the {@code *list} and {@code **dict} arguments. */
    record CallArguments(
            List<Expr> positional, List<Keyword> keywords, Optional<Expr> spread, Optional<Expr> spreadKeywords) {

        static final CallArguments NONE = new CallArguments(List.of(), List.of(), Optional.empty(), Optional.empty());

        record Keyword(String name, Expr value) {}
    }
}
