package org.reason4j.core.formats.template;

import java.util.List;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.template.Token.Kind;

/** The tokens of a template, read one by one, with the error messages of Jinja. */
abstract class TokenReader {

    /** Expressions and statements inside each other; published templates have up to a dozen. */
    private static final int DEEPEST = 60;

    private final List<Token> tokens;
    private int next;
    private int depth;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Enters an expression or a statement. A failure ends the parsing, so only a normal end has to {@link #leave}. */
    final void enter() {
        if (++depth > DEEPEST) {
            throw failure("expressions and statements are more than " + DEEPEST + " levels inside each other", peek());
        }
    }

    final void leave() {
        depth--;
    }

    final Token peek() {
        return peek(0);
    }

    final Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    final Token take() {
        Token token = peek();
        next++;
        return token;
    }

    final boolean skipName(String name) {
        boolean found = peek().isName(name);
        next += found ? 1 : 0;
        return found;
    }

    final boolean skipOperator(String operator) {
        boolean found = peek().isOperator(operator);
        next += found ? 1 : 0;
        return found;
    }

    final Token expect(Kind kind) {
        Token token = take();
        if (token.kind() != kind) {
            String expected = kind == Kind.NAME ? "name" : new Token(kind, "", 0).described();
            throw failure("expected token '" + expected + "', got '" + token.described() + "'", token);
        }
        return token;
    }

    final void expectName(String name) {
        if (!skipName(name)) {
            throw failure("expected token '" + name + "', got '" + peek().described() + "'", peek());
        }
    }

    final void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw failure("expected token '" + operator + "', got '" + peek().described() + "'", peek());
        }
    }

    static ConfigException failure(String problem, Token at) {
        return Lexer.syntaxError(problem, at.line());
    }
}
