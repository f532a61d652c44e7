package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkupTest {

    private static final Markup ONE = new Markup("[", "]", List.of("calc"));
    private static final Markup TWO = new Markup("<tool>", "</tool>", List.of("calc", "search"));

    @Test
    void aTurnHandsOverWithTheClosingTagAtItsEnd() {
        assertThat(ONE.handsOver("so [1+2]")).isTrue();
        assertThat(ONE.handsOver("[1+2] is 3")).isFalse();
        assertThat(ONE.handsOver("")).isFalse();
    }

    @Test
    void theNameBeforeTheColonChoosesTheTool() {
        assertThat(TWO.call("Let me see. <tool>search: capital: Peru </tool>"))
                .contains(new Call("search", "capital: Peru"));
        assertThat(TWO.call("<tool>calc:1+2</tool>")).contains(new Call("calc", "1+2"));
    }

    @Test
    void aToolCanBeCalledWithoutInput() {
        assertThat(TWO.call("<tool>search</tool>")).contains(new Call("search", ""));
    }

    @Test
    void theNameOfASingleToolMayBeLeftOut() {
        assertThat(ONE.call("[12*3]")).contains(new Call("calc", "12*3"));
        assertThat(ONE.call("[calc:12*3]")).contains(new Call("calc", "12*3"));
        assertThat(ONE.call("[6:2]")).contains(new Call("calc", "6:2"));
    }

    @Test
    void theLastOpeningTagBeginsTheCall() {
        assertThat(ONE.call("a list [1, then [2+3]")).contains(new Call("calc", "2+3"));
    }

    @Test
    void aTurnWithoutToolIsToldWhatACallIs() {
        assertThat(TWO.call("1+2</tool>")).isEmpty();
        assertThat(TWO.complaint("1+2</tool>")).isEqualTo("a call begins with <tool>");
        assertThat(TWO.call("<tool>kalc: 1</tool>")).isEmpty();
        assertThat(TWO.complaint("<tool>kalc: 1</tool>")).isEqualTo("a call names one of calc, search, then a colon");
        assertThat(TWO.call("</tool>")).isEmpty();
    }

    @Test
    void tagsThatOverlapAreNotACall() {
        // "|>" closes and shares its bar with the opening "<|"
        Markup markup = new Markup("<|", "|>", List.of("calc"));
        assertThat(markup.call("<|>")).isEmpty();
        assertThat(markup.call("<||>")).contains(new Call("calc", ""));
    }
}
