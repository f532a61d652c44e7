package org.reason4j.reward.unsupervised.program;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The words of the language. What each takes from the stack and leaves is in {@code the technique reference, under {@code absolute-zero}}. */
public enum Word {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    REMAINDER("%"),
    MINIMUM("min"),
    MAXIMUM("max"),
    EQUAL("="),
    LESS("<"),
    GREATER(">"),
    NEGATE("neg"),
    ABSOLUTE("abs"),
    DUPLICATE("dup"),
    DROP("drop"),
    SWAP("swap"),
    OVER("over"),
    LENGTH("len"),
    SUM("sum"),
    HEAD("head"),
    TAIL("tail"),
    LAST("last"),
    REVERSE("rev"),
    SORT("sort"),
    GET("get"),
    CONS("cons"),
    JOIN("join"),
    RANGE("range"),
    MAP("map"),
    FILTER("filter"),
    FOLD("fold"),
    TIMES("times"),
    IF("if");

    private static final Map<String, Word> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toMap(Word::text, Function.identity()));

    private final String text;

    Word(String text) {
        this.text = text;
    }

    /** Its spelling. */
    public String text() {
        return text;
    }

    static Optional<Word> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }
}
