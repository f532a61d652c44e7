package org.reason4j.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;
import org.reason4j.product.proofs.PluginJar;

class PluginsVerifyCommandTest {

    private static final String PLUGIN = """
        package stranger;

        import java.util.List;
        import org.reason4j.api.data.Group;
        import org.reason4j.api.data.Score;
        import org.reason4j.api.plugin.Plugin;
        import org.reason4j.api.plugin.Registry;
        import org.reason4j.api.reward.Reward;

        public final class StrangerPlugin implements Plugin {

            public record Config(int least) {}

            public record Brief(Config config) implements Reward {
                @Override
                public List<Score> score(Group group) {
                    return SCORES;
                }
            }

            @Override
            public void register(Registry registry) {
                registry.reward("brief", new Config(1), Brief.class, java.util.Map.of("long", new Config(9)));
            }
        }
        """;

    private static final String SOUND =
            "Reward.perTrajectory(group, one -> Score.of(one.length() < config.least() ? 1 : 0))";

    @TempDir
    Path directory;

    private Path jar(String scores) {
        return new PluginJar(
                        "stranger",
                        "stranger.StrangerPlugin",
                        Map.of("StrangerPlugin.java", PLUGIN.replace("SCORES", scores)))
                .writeTo(directory);
    }

    @Test
    void aSoundJarHasStatusZeroAndARowForItsDefaultsAndEachPreset() {
        var outcome = CommandTester.run("plugins", "verify", jar(SOUND));

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("stranger 1.2.0 (")
                .containsPattern("  reward brief +\\d+ rules hold, 2 not run\n")
                .containsPattern("  reward brief, preset long +\\d+ rules hold, 2 not run\n");
    }

    @Test
    void whatIsNotRunIsNamedWithTheReason() {
        var outcome = CommandTester.run("plugins", "verify", jar(SOUND));

        assertThat(outcome.out())
                .contains("  not run on reward brief, because it reads no streams:\n    numbers that are not finite\n")
                .contains("  not run on reward brief, because no setting is a number of floating point:\n"
                        + "    settings: NaN\n");
    }

    @Test
    void aBrokenRuleHasStatusOneAndSaysWhatWasExpected() {
        var outcome = CommandTester.run("plugins", "verify", jar("List.of(Score.of(1))"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("BROKEN by reward brief: one score for each response")
                .contains("expected one score for each of 5 responses, found 1 scores");
    }

    @Test
    void aRefusedJarHasStatusOneAndItsReasons() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.jar"), "no zip");
        var outcome = CommandTester.run("plugins", "verify", jar(SOUND), broken);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).contains("rules hold", "refused:", "It can't be read as a jar");
    }

    @Test
    void fieldsThatARewardReadsCanBeGiven() {
        Path needy = jar("Reward.perTrajectory(group, one -> group.prompt().field(\"least\")"
                + ".map(least -> Score.of(one.length() < Integer.parseInt(least) ? 1 : 0))"
                + ".orElse(Score.unscorable(\"no least\")))");

        var without = CommandTester.run("plugins", "verify", needy);
        assertThat(without.out())
                .contains("not run on reward brief, because none of the standard responses gets a value", "no least");

        var with = CommandTester.run("plugins", "verify", "--field", "least=3", needy);
        assertThat(with.exitCode()).isZero();
        assertThat(with.out()).containsPattern("  reward brief +\\d+ rules hold, 2 not run\n");
    }

    @Test
    void aMissingFileHasStatusTwo() {
        var outcome = CommandTester.run("plugins", "verify", directory.resolve("none.jar"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("none.jar' does not exist");
    }

    @Test
    void jsonHasTheOutcomeOfEveryRule() throws IOException {
        JsonNode root =
                CommandTester.run("plugins", "verify", "--json", jar(SOUND)).json();

        assertThat(root.get("sound").booleanValue()).isTrue();
        JsonNode reward = root.at("/plugins/0/components/0");
        assertThat(reward.get("kind").textValue() + " " + reward.get("name").textValue())
                .isEqualTo("reward brief");
        assertThat(reward.findValuesAsText("outcome"))
                .contains("holds", "does not apply")
                .doesNotContain("broken");
    }
}
