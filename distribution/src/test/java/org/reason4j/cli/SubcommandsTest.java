package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class SubcommandsTest {

    @Test
    void eachNameIsThatOfItsCommand() {
        assertThat(Subcommands.needed())
                .hasSize(24)
                .allSatisfy((name, type) ->
                        assertThat(type.getAnnotation(Command.class).name()).isEqualTo(name));
        assertThat(Subcommands.needed().keySet()).containsExactlyElementsOf(Subcommands.NAMES);
    }

    @Test
    void aNamedCommandComesAlone() {
        assertThat(Subcommands.needed("--debug", "train", "plugins")).containsOnlyKeys("train");
        assertThat(Subcommands.needed("--version")).isEmpty();
    }

    @Test
    void whatNamesNoCommandNeedsAllForItsSuggestions() {
        assertThat(Subcommands.needed("trian")).hasSize(24);
        assertThat(Subcommands.needed("--help")).hasSize(24);
        assertThat(Subcommands.needed("completion", "bash")).hasSize(24);

        assertThat(CommandTester.run("trian").err()).contains("Did you mean", "reason4j train");
        assertThat(CommandTester.run("--help").out()).contains("benchmark", "doctor", "completion");
        assertThat(CommandTester.run("completion", "bash").out()).contains("benchmark", "doctor");
    }

    @Test
    void optionsOfAllCommandsReachTheOneThatIsAlone() {
        assertThat(CommandTester.run("plugins", "list", "--debug").exitCode()).isZero();
        assertThat(CommandTester.run("plugins", "list", "--help").out())
                .contains("Usage: reason4j plugins list", "--debug");
    }
}
