package org.reason4j.gym.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.gym.Families;
import org.reason4j.gym.Family;
import org.reason4j.gym.recipe.ProblemKey.Made;
import org.reason4j.testkit.subject.Samples;

class GymRewardTest {

    private static final Made PROBLEM = ProblemKey.make("gcd", 0, Map.of(), 11);
    private static final String RIGHT = PROBLEM.problem().answer();

    static List<Family> families() {
        return Families.all();
    }

    private static Prompt prompt(Object key) {
        return Samples.prompt("one", "?").withFields(Map.of("key", key));
    }

    private static List<Double> scores(AnswerPlace place, Prompt prompt, String... responses) {
        Group group = Samples.group(prompt, responses);
        return new GymReward(new GymReward.Config(place))
                .score(group).stream()
                        .map(score -> ((Score.Value) score).value())
                        .toList();
    }

    private static List<Double> scores(AnswerPlace place, String... responses) {
        return scores(place, prompt(PROBLEM.key().toString()), responses);
    }

    @ParameterizedTest
    @MethodSource("families")
    void anExamplesOwnAnswerIsWorthOneAndNoAnswerNothing(Family family) {
        GymConfig.Term term = new GymConfig.Term(family.name(), 1, 1, Map.of());
        GymConfig config = new GymConfig(List.of(term), 3, 5, Split.TRAIN, "", "<answer>{answer}</answer>");
        for (Example example : new GymProblems(config).read()) {
            Prompt prompt = Samples.prompt(example.id(), "?").withFields(example.fields());
            assertThat(scores(
                            AnswerPlace.ANSWER_TAG, prompt, example.response().orElseThrow(), "", "<answer></answer>"))
                    .as("%s", example.fields())
                    .containsExactly(1.0, 0.0, 0.0);
        }
    }

    @Test
    void theAnswerIsReadFromItsPlaceAndOfSeveralTheLastCounts() {
        String wrong = RIGHT + "1";
        assertThat(scores(
                        AnswerPlace.ANSWER_TAG,
                        "so <answer> " + RIGHT + " </answer>",
                        "<answer>" + wrong + "</answer><answer>" + RIGHT + "</answer>",
                        "<answer>" + RIGHT + "</answer><answer>" + wrong + "</answer>",
                        RIGHT,
                        "<answer>" + RIGHT))
                .containsExactly(1.0, 1.0, 0.0, 0.0, 0.0);
        assertThat(scores(
                        AnswerPlace.BOXED,
                        "so \\boxed{" + RIGHT + "}.",
                        "\\boxed{" + RIGHT + "} or \\boxed{" + wrong + "}",
                        "\\boxed{" + RIGHT))
                .containsExactly(1.0, 0.0, 0.0);
        assertThat(scores(AnswerPlace.LAST_LINE, "I think\n" + RIGHT + "\n", RIGHT + "\nI think", "", RIGHT))
                .containsExactly(1.0, 0.0, 0.0, 1.0);
        assertThat(scores(AnswerPlace.WHOLE, RIGHT, "It is " + RIGHT)).containsExactly(1.0, 0.0);
    }

    @Test
    void anAnswerInsideASentenceOrBesideAWrongOneIsWrong() {
        assertThat(scores(AnswerPlace.WHOLE, "The answer is " + RIGHT + ".", RIGHT + " or 99", RIGHT + " " + RIGHT))
                .containsOnly(0.0);
    }

    @Test
    void aKeyOfAnotherVersionOfThePluginIsAnErrorAndNotANumber() {
        ProblemKey key = PROBLEM.key();
        List<ProblemKey> others = Arrays.asList(
                new ProblemKey(key.family(), key.level(), key.knobs(), key.draws(), key.content() + 1),
                new ProblemKey(key.family(), 1, key.knobs(), key.draws(), key.content()));
        for (ProblemKey other : others) {
            assertThatThrownBy(() -> scores(AnswerPlace.WHOLE, prompt(other.toString()), RIGHT))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("another version of the plugin 'gym'");
        }
        String gone = key.toString().replace("gcd", "gcd-of-old");
        assertThatThrownBy(() -> scores(AnswerPlace.WHOLE, prompt(gone), RIGHT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no family 'gcd-of-old'");
    }

    @Test
    void whatIsNoKeyIsRefusedWithAnExample() {
        for (String text : List.of("", "gcd", "gcd/0//x/y", "gcd/0/numbers/1/2", "gcd/0/=/1/2", "gcd/one//1/2")) {
            assertThatThrownBy(() -> scores(AnswerPlace.WHOLE, prompt(text), RIGHT))
                    .as(text)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("no key of a problem");
        }
        assertThatThrownBy(() -> scores(AnswerPlace.WHOLE, Samples.prompt("one", "?"), RIGHT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no field 'key'");
    }

    @Test
    void aKeyReadsAsItWasWritten() {
        ProblemKey key = ProblemKey.make("gcd", 1, Map.of("numbers", 4.0, "digits", 3.0), -5)
                .key();
        assertThat(ProblemKey.of(key.toString())).isEqualTo(key);
        assertThat(key.toString()).startsWith("gcd/1/digits=3.0,numbers=4.0/fffffffffffffffb/");
    }
}
