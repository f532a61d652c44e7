package org.reason4j.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reason4j.cli.CommandTester;

class PluginsDescribeCommandTest {

    @Test
    void aComponentIsDescribedWithItsSettingsPresetsNeedsAndAnExample() {
        var outcome = CommandTester.run("plugins", "describe", "grpo");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("optimizer grpo")
                .contains("Group relative policy optimization")
                .containsPattern("plugin +optimizer-grpo \\d")
                .contains("needs     numbers per token in its loss: oldLogprobs")
                .contains("at least 2 responses to a prompt")
                .containsPattern("clipLow +number +0\\.2 +\\(0, 1\\)\\R +distance of the lower clip bound")
                .containsPattern("dualClip +number +0\\.0 +\\(1, inf\\) or 0\\R")
                .contains("- leave-one-out: The mean of the siblings (RLOO)")
                .containsPattern("  dapo\\R +DAPO's objective")
                .contains("see DAPO, equation 8, https://arxiv.org/abs/2503.14476")
                .contains("clipHigh: 0.28")
                .contains(String.join(System.lineSeparator(), "Example", "  optimizer:", "    name: grpo"));
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 130);
    }

    @Test
    void aChoiceIsShownWithTheSettingsOfEachOfItsRecords() {
        var outcome = CommandTester.run("plugins", "describe", "policy-gradient");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .containsPattern("advantage +choice +estimate")
                .contains("- krpo: A Kalman filter's estimate of the group's expected reward as the baseline")
                .contains("- opo: The baseline of least variance") // has no settings
                .containsPattern("loss\\.clipHigh +number +0\\.2")
                .containsPattern(
                        "loss\\[cispo\\]\\.maxWeight +number +5\\.0 +\\(1, inf\\)\\R +largest weight of a token")
                .containsPattern("advantage\\[difficulty-weighted\\]\\.weight\\[logistic\\]\\.slope +number +10\\.0")
                .contains("    advantage: estimate", "    loss: clip", "    aggregation: token-mean");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 140);
    }

    @Test
    void allKindsOfANameAreShownAndOneCanBeChosen() {
        var both = CommandTester.run("plugins", "describe", "countdown");
        assertThat(both.out()).contains("dataset countdown").contains("reward countdown");

        var one = CommandTester.run("plugins", "describe", "countdown", "--kind", "reward");
        assertThat(one.out()).contains("reward countdown").doesNotContain("dataset countdown");

        var credit = CommandTester.run("plugins", "describe", "reward-rulebased/countdown", "--kind", "dataset");
        assertThat(credit.out()).startsWith("dataset countdown");
    }

    @Test
    void aPluginIsDescribedByWhatItOffers() {
        var outcome = CommandTester.run("plugins", "describe", "optimizer-grpo");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("plugin optimizer-grpo")
                .contains("Offers `policy-gradient`, whose parts a recipe chooses")
                .containsPattern("optimizer +krpo +KRPO: a Kalman filter's estimate as the baseline")
                .containsPattern("optimizer +gspo +Group sequence policy optimization");
    }

    @Test
    void jsonHasTheWholeOfIt() throws IOException {
        JsonNode grpo = CommandTester.run("plugins", "describe", "grpo", "--json")
                .json()
                .at("/components/0");

        assertThat(grpo.get("kind").textValue()).isEqualTo("optimizer");
        assertThat(grpo.at("/plugin/id").textValue()).isEqualTo("optimizer-grpo");
        JsonNode clip = grpo.at("/settings/0");
        assertThat(clip.toString())
                .isEqualTo(
                        "{\"name\":\"clipLow\",\"type\":\"number\",\"required\":false,\"default\":0.2,\"range\":\"(0, 1)\","
                                + "\"text\":\"distance of the lower clip bound of a token's ratio from 1, in (0, 1)\"}");
        assertThat(grpo.at("/presets/0/name").textValue()).isEqualTo("dapo");
        assertThat(grpo.at("/presets/0/settings").toString()).isEqualTo("{\"clipHigh\":0.28}");
        assertThat(grpo.at("/presets/0/links/0/address").textValue()).isEqualTo("https://arxiv.org/abs/2503.14476");
        assertThat(grpo.get("needs").toString())
                .isEqualTo("[\"numbers per token in its loss: oldLogprobs\",\"at least 2 responses to a prompt\"]");
        assertThat(grpo.get("example").textValue()).startsWith("optimizer:\n  name: grpo\n");
    }

    @Test
    void settingsWithinListsAreThoseOfEachEntry() throws IOException {
        JsonNode settings = CommandTester.run("plugins", "describe", "rubric", "--json")
                .json()
                .at("/components/0/settings");

        assertThat(settings.findValuesAsText("name"))
                .contains("criteria", "criteria[].text", "criteria[].weight", "weights.essential");
        settings.forEach(setting -> assertThat(setting.get("required").booleanValue())
                .isEqualTo(setting.get("name").textValue().equals("criteria[].text")));
    }

    @Test
    void aNameThatNothingHasIsRefusedWithANearMiss() {
        var outcome = CommandTester.run("plugins", "describe", "grpoo");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("Nothing is named 'grpoo'. Did you mean 'grpo'?");

        assertThat(CommandTester.run("plugins", "describe", "gsm8k", "--kind", "dataset")
                        .err())
                .contains("No dataset is named 'gsm8k'. There is a reward of that name.");
        assertThat(CommandTester.run("plugins", "describe", "gsm8k", "--kind", "rewards")
                        .err())
                .contains("No kind of component is called 'rewards'. Did you mean 'reward'? Kinds: dataset,")
                .contains("credit-shaper");
    }
}
