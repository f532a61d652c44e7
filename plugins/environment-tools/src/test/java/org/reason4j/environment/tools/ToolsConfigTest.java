package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.environment.tools.ToolConfig.Kind;
import org.reason4j.testkit.RecordedMetrics;

class ToolsConfigTest {

    private static final List<ToolConfig> CALC = List.of(ToolConfig.of("calc", Kind.CALCULATOR));

    private static ToolsConfig config(String open, String close, String result, String error, List<ToolConfig> tools) {
        return new ToolsConfig(open, close, result, error, 100, 0, 0, tools);
    }

    private static void refused(Runnable settings, String message) {
        assertThatThrownBy(settings::run).isInstanceOf(ConfigException.class).hasMessageContaining(message);
    }

    @Test
    void tagsAndTemplatesThatCannotWorkAreRefused() {
        refused(() -> config("[", "", "={output}", "?", CALC), "must not be empty");
        refused(() -> config("<]", "]", "={output}", "?", CALC), "open must not contain");
        refused(() -> config("[", "]", "{output}", "?", CALC), "some text beside it");
        refused(() -> config("[", "]", "=", "?", CALC), "some text beside it");
        refused(() -> config("[", "]", "={output}", "{error}", CALC), "tools.error needs some text");
    }

    @Test
    void aRewardThatIsNotFiniteIsRefused() {
        refused(() -> new ToolsConfig("[", "]", "={output}", "?", 100, Double.NaN, 0, CALC), "tools.callReward");
        refused(
                () -> new ToolsConfig("[", "]", "={output}", "?", 100, 0, Double.POSITIVE_INFINITY, CALC),
                "tools.errorReward");
    }

    @Test
    void toolsNeedNamesOfTheirOwn() {
        refused(() -> config("[", "]", "={output}", "?", List.of()), "names no tool");
        refused(() -> config("[", "]", "={output}", "?", List.of(CALC.get(0), CALC.get(0))), "two tools of one name");
        refused(() -> ToolConfig.of("my calc", Kind.CALCULATOR), "one word without a colon, got 'my calc'");
    }

    @Test
    void commandAndKindGoTogether() {
        refused(
                () -> config("[", "]", "={output}", "?", List.of(ToolConfig.of("search", Kind.PROCESS))),
                "command and kind process go together; tool 'search' has no command");
        refused(
                () -> config("[", "]", "={output}", "?", List.of(ToolConfig.of("search", Kind.HTTP))),
                "tool 'search' has no http section, such as {url: http://127.0.0.1:8000/search}");
        refused(() -> Program.tool("calc", Kind.CALCULATOR, List.of("bc")), "command and kind process go together");
    }

    @Test
    void aProgramThatCannotBeStartedIsToldBeforeTraining() {
        ToolsConfig config = config(
                "[",
                "]",
                "={output}",
                "?",
                List.of(Program.tool("search", Kind.PROCESS, List.of("no-such-program-1"))));
        refused(() -> new Tools(config, new RecordedMetrics()), "The program of tool 'search' can't be started: ");
    }
}
