package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;

class ProgramEnvironmentTest {

    private static final Map<String, String> OWN = Map.of(
            "PATH", "/bin", "TZ", "UTC", "HOME", "/home/me", "AWS_SECRET_ACCESS_KEY", "secret", "REGION", "north");

    private static ToolConfig tool(List<String> pass, Map<String, String> environment) {
        return new ToolConfig(
                "demo",
                ToolConfig.Kind.PROCESS,
                "",
                List.of("demo"),
                Optional.empty(),
                Optional.empty(),
                pass,
                environment,
                1,
                1,
                1);
    }

    @Test
    void onlyWhatTheRecipeNamesIsAddedToPathLanguageAndTimeZone() {
        ToolConfig tool = tool(List.of("REGION"), Map.of("PATH", "/tools", "MODE", "strict"));
        assertThat(ProgramEnvironment.of(tool, OWN, new OwnDirectory(Path.of("own"))))
                .containsOnly(
                        Map.entry("PATH", "/tools"),
                        Map.entry("TZ", "UTC"),
                        Map.entry("HOME", "own"),
                        Map.entry("TMPDIR", "own"),
                        Map.entry("TEMP", "own"),
                        Map.entry("TMP", "own"),
                        Map.entry("REGION", "north"),
                        Map.entry("MODE", "strict"));
    }

    @Test
    void aVariableThatIsNotSetIsNamed() {
        assertThatThrownBy(() -> new ProcessTool(tool(List.of("NOT_SET_4711"), Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("passEnvironment of tool 'demo' names the environment variable NOT_SET_4711");
    }

    @Test
    void aNameThatNoVariableHasIsRefused() {
        assertThatThrownBy(() -> tool(List.of(), Map.of("A=B", "c")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("letters, digits and underscores, got 'A=B'");
    }
}
