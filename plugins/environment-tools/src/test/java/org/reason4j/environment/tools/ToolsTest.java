package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.environment.tools.Episodes.PROMPT;
import static org.reason4j.environment.tools.Episodes.observation;
import static org.reason4j.environment.tools.Episodes.shortTags;

import org.junit.jupiter.api.Test;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.testkit.RecordedMetrics;

class ToolsTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void aCallIsAnsweredAndATurnWithoutOneEndsTheResponse() throws Exception {
        try (Tools tools = new Tools(ToolsConfig.DEFAULTS, metrics)) {
            assertThat(tools.stop()).containsExactly("</tool>");
            Episode episode = tools.begin(PROMPT, 0);
            assertThat(episode.answer("I need 12 times 7. <tool>calc: 12*(3+4)</tool>"))
                    .isEqualTo(observation("<result>84</result>", 0));
            assertThat(episode.answer(" So <tool>84/7</tool>")).isEqualTo(observation("<result>12</result>", 0));
            assertThat(episode.answer(" The answer is 12.")).isEqualTo(new TurnResult.Done(0));
        }
    }

    @Test
    void tagsCanBeAsShortAsACharacter() throws Exception {
        try (Tools tools = new Tools(shortTags(0.25, -0.125), metrics)) {
            assertThat(tools.begin(PROMPT, 0).answer("[12*3]")).isEqualTo(observation("=36;", 0.25));
        }
    }

    @Test
    void aCallThatCannotBeAnsweredIsToldAndCosts() throws Exception {
        try (Tools tools = new Tools(shortTags(0.25, -0.125), metrics)) {
            Episode episode = tools.begin(PROMPT, 0);
            assertThat(episode.answer("[12x3]")).isEqualTo(observation("?expected an operator but found x;", -0.125));
            assertThat(episode.answer("12*3]")).isEqualTo(observation("?a call begins with [;", -0.125));
            assertThat(episode.answer("[12*3]")).isEqualTo(observation("=36;", 0.25));
        }
        assertThat(metrics.of("tools/refused")).isEqualTo(2 / 3.0);
        assertThat(metrics.of("tools/seconds")).isPositive();
    }

    @Test
    void aLongOutputIsShortened() throws Exception {
        try (Tools tools = new Tools(shortTags(0, 0), metrics)) {
            assertThat(tools.begin(PROMPT, 0).answer("[" + "9".repeat(41) + "]"))
                    .isEqualTo(observation("=" + "9".repeat(40) + "...;", 0));
        }
    }

    @Test
    void aTurnWithoutCallIsNoCallInTheMetrics() throws Exception {
        try (Tools tools = new Tools(shortTags(0, 0), metrics)) {
            assertThat(tools.begin(PROMPT, 0).answer("36")).isEqualTo(new TurnResult.Done(0));
        }
        assertThat(metrics.values()).isEmpty();
    }
}
