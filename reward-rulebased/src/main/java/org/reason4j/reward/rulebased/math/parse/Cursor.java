package org.reason4j.reward.rulebased.math.parse;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.reward.rulebased.math.parse.Token.Kind;

/** A place in a list of tokens. */
final class Cursor {

    private final List<Token> tokens;
    private int position;

    Cursor(List<Token> tokens) {
        this.tokens = new ArrayList<>(tokens);
    }

    Token peek() {
        return tokens.get(position);
    }

    /** A token further on; the last one where there are no more. */
    Token peek(int ahead) {
        return tokens.get(Math.min(position + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(position);
        position = Math.min(position + 1, tokens.size() - 1);
        return token;
    }

    /** Takes a symbol if it comes next. */
    boolean accept(String symbol) {
        boolean found = peek().is(symbol);
        if (found) {
            take();
        }
        return found;
    }

    void expect(String symbol) throws UnreadableException {
        if (!accept(symbol)) {
            throw new UnreadableException("'" + symbol + "' is missing before '" + peek().text() + "'");
        }
    }

    boolean atEnd() {
        return peek().is(Kind.LAST);
    }

    /** Takes the first digit of a number and leaves the others. */
    Token takeDigit() {
        Token number = take();
        if (number.text().length() > 1 && number.text().chars().allMatch(Character::isDigit)) {
            position--;
            tokens.set(position, new Token(Kind.NUMBER, number.text().substring(1), false));
            return new Token(Kind.NUMBER, number.text().substring(0, 1), number.spaced());
        }
        return number;
    }

    /** Puts letters in front of what comes next. */
    void insertLetters(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            tokens.add(position + i, new Token(Kind.LETTER, letters.substring(i, i + 1), false));
        }
    }

    int position() {
        return position;
    }

    void back(int place) {
        position = place;
    }
}
