package org.reason4j.cli.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;

class CompletionCommandTest {

    private static final long LONGEST = 60; // seconds

    @TempDir
    Path directory;

    private static void require(String program) {
        if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .noneMatch(place -> Files.isExecutable(Path.of(place, program)))) {
            System.out.println("A completion script was not tried: there is no " + program + " on the PATH.");
            abort("no " + program);
        }
    }

    private String script(String shell) {
        CommandTester.Outcome outcome = CommandTester.run("completion", shell);
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    /** Returns the words that bash offers after these. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        require("bash");
        Path script = Files.writeString(directory.resolve("completion"), script("bash"));
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                                + (words.length - 1) + "; _complete_reason4j; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(LONGEST, TimeUnit.SECONDS)).isTrue();
        return printed.lines().toList();
    }

    @Test
    void bashCompletesCommandsOptionsAndWhatIsBelow() throws Exception {
        assertThat(offered("reason4j", "tra")).containsExactly("train");
        assertThat(offered("reason4j", "plugins", "des")).containsExactly("describe");
        assertThat(offered("reason4j", "train", "--resume")).contains("--resume", "--resume-from");
    }

    @Test
    void zshReadsTheSameScript() {
        assertThat(script("zsh")).isEqualTo(script("bash")).contains("bashcompinit");
    }

    @Test
    void fishHasALineForEachCommandAndOption() {
        assertThat(script("fish").lines())
                .contains(
                        "complete -c reason4j -n __fish_use_subcommand -f -a train -d 'Trains a model as a recipe says,"
                                + " and reports what changed.'")
                .anyMatch(line ->
                        line.startsWith("complete -c reason4j -n '__fish_seen_subcommand_from train' -l output -r"))
                .anyMatch(line -> line.startsWith("complete -c reason4j -n '__fish_seen_subcommand_from plugins; and"
                        + " not __fish_seen_subcommand_from describe"))
                .anyMatch(line -> line.contains(" -f -a describe -d "))
                .allMatch(line ->
                        line.matches("complete -c reason4j( -n ('[^']*'|\\S+))?( -f| -r| -[als] ('[^']*'|\\S+))*"
                                + " -d '([^'\\\\]|\\\\.)*'"));
    }

    @Test
    void anotherShellIsRefusedWithTheOnesThereAre() {
        CommandTester.Outcome outcome = CommandTester.run("completion", "tcsh");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("bash, zsh, fish");
    }
}
