package org.reason4j.core.formats.template;

import java.util.List;
import java.util.Optional;

/** A statement: something that writes output or changes variables. */
sealed interface Statement {

    record Output(String text) implements Statement {}

    record Print(Expr value) implements Statement {}

    record Assign(Target target, Expr value) implements Statement {}

    /** Assigns what the body renders, after it went through the filters. */
    record Capture(Target target, List<Expr.FilterCall> filters, Body body) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise) implements Statement {
        record Branch(Expr test, List<Statement> statements) {}
    }

    record For(Target target, Expr items, Optional<Expr> test, boolean recursive, Body body, Body otherwise)
            implements Statement {}

    record DefineMacro(String name, Signature signature, Body body) implements Statement {}

    /** Calls a macro which can render the body by calling {@code caller}. */
    record CallBlock(Signature signature, Expr.Call call, Body body) implements Statement {}

    record Filter(List<Expr.FilterCall> filters, Body body) implements Statement {}

    record With(List<Target> targets, List<Expr> values, Body body) implements Statement {}

    /** The part of a conversation that the model wrote. */
    record Generation(Body body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}

    /** The parameters of a macro; the last {@code defaults.size()} of them are optional. */
    record Signature(List<String> parameters, List<Expr> defaults) {
        static final Signature EMPTY = new Signature(List.of(), List.of());
    }

    /** Statements with variables of their own. */
    record Body(List<Statement> statements, VariableNames names) {}

    /** The left side of an assignment. */
    sealed interface Target {

        record Variable(String name) implements Target {}

        record Unpack(List<Target> targets) implements Target {}

        record Field(String namespace, String name) implements Target {}
    }
}
