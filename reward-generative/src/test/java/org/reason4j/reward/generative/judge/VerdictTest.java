package org.reason4j.reward.generative.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    @Test
    void theVerdictIsReadAfterTheReasons() throws Unreadable {
        assertThat(Verdict.yesOrNo("It does, I think. <verdict>yes</verdict>")).containsExactly(1);
        assertThat(Verdict.yesOrNo("<verdict>\nNo\n</verdict>")).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yes",
                "<verdict>yes",
                "<verdict>maybe</verdict>",
                "<verdict></verdict>",
                "<verdict>yes</verdict> or rather <verdict>no</verdict>",
                "<verdict><verdict>yes</verdict>"
            })
    void anythingButOneYesOrNoIsUnreadable(String reply) {
        assertThatThrownBy(() -> Verdict.yesOrNo(reply)).isInstanceOf(Unreadable.class);
    }

    @Test
    void aRatingIsMappedToTheUnitInterval() throws Unreadable {
        assertThat(Verdict.rating("<verdict>10</verdict>", 1, 10)).containsExactly(1);
        assertThat(Verdict.rating("<verdict>1</verdict>", 1, 10)).containsExactly(0);
        assertThat(Verdict.rating("<verdict>4</verdict>", 1, 10))
                .containsExactly(new double[] {1.0 / 3}, within(1e-12));
        assertThat(Verdict.rating("<verdict>3</verdict>", 0, 5)).containsExactly(new double[] {0.6}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "7.5", "7/10", "seven", "99999999999"})
    void aRatingOutsideItsScaleIsUnreadable(String rating) {
        assertThatThrownBy(() -> Verdict.rating("<verdict>" + rating + "</verdict>", 1, 10))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("not a whole number from 1 to 10");
    }

    @Test
    void aChecklistHasAnAnswerToEveryCriterionInAnyOrder() throws Unreadable {
        assertThat(Verdict.checklist("<verdict>{\"2\": false, \"1\": true, \"3\": true}</verdict>", 3))
                .containsExactly(1, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\": true}",
                "{\"1\": true, \"2\": false, \"3\": true}",
                "{\"1\": true, \"1\": false}",
                "{\"1\": true, \"2\": \"false\"}",
                "{\"1\": true, \"2\": 1}",
                "{\"1\": true, \"2\": false",
                "{\"1\": true, \"2\": false} {}",
                "{\"1\": true, \"zwei\": false}",
                "{1: true, 2: false}",
                "[true, false]",
                ""
            })
    void aChecklistThatIsNotCompleteStrictJsonIsUnreadable(String object) {
        assertThatThrownBy(() -> Verdict.checklist("<verdict>" + object + "</verdict>", 2))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void theReasonQuotesTheReplyShortened() {
        assertThatThrownBy(() -> Verdict.yesOrNo("I\ncan't say. " + "x".repeat(1_000)))
                .hasMessageStartingWith("not exactly one <verdict> tag: \"I can't say. xxx")
                .hasMessageEndingWith("... (1013 characters)\"");
    }
}
