package org.reason4j.reward.shaping.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.RunInfo;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Services;

class SerialExitsTest {

    /** Thinks in a and b until it says '|', then answers with one digit. */
    private static final MarkovEngine THINKER = new MarkovEngine(
            5,
            Map.of(
                    '?', Map.of('a', 1.0),
                    'a', Map.of('a', 0.5, 'b', 0.4, '|', 0.1),
                    'b', Map.of('a', 0.9, '|', 0.1),
                    '|', Map.of('4', 0.5, '7', 0.5),
                    '4', Map.of('$', 1.0),
                    '7', Map.of('$', 1.0)));

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void exitsShareTheThinkingUpToTheirPlaceAndEndWithAnAnswer() {
        Group group = sample(6, step(1, 6, 200, THINKER, "p")).get(0);
        Trajectory whole = group.trajectories().get(5);
        int thinking = whole.text().indexOf('|');
        assertThat(thinking).isPositive();
        int before = 1;
        for (int i = 0; i < 5; i++) {
            Trajectory exit = group.trajectories().get(i);
            assertThat(exit.sample()).isEqualTo(i);
            int place = exit.text().indexOf("!|");
            assertThat(place).isBetween(before, thinking);
            before = place;
            assertThat(exit.text().substring(0, place)).isEqualTo(whole.text().substring(0, place));
            assertThat(exit.text().substring(place)).isIn("!|4", "!|7");
            for (int t = 0; t < exit.length(); t++) {
                assertThat(exit.isLearned(t)).isEqualTo(t < place || t >= place + 2);
            }
            float[] logprobs = exit.stream(TokenStream.BEHAVIOUR_LOGPROBS);
            assertThat(Arrays.copyOf(logprobs, place))
                    .isEqualTo(Arrays.copyOf(whole.stream(TokenStream.BEHAVIOUR_LOGPROBS), place));
            assertThat(logprobs[place]).isZero();
        }
        assertThat(whole.sample()).isEqualTo(5);
        assertThat(whole.learnedTokens()).isEqualTo(whole.length());
        assertThat(metrics.of("s_grpo/thinking")).isEqualTo(thinking);
    }

    @Test
    void noResponseIsLongerThanTheRecipeAllows() {
        Map<Character, Double> on = Map.of('a', 1.0);
        MarkovEngine endless = new MarkovEngine(1, Map.of('?', on, 'a', on, '|', on));
        for (int number = 1; number <= 20; number++) {
            for (Group group : sample(3, step(number, 4, 9, endless, "p", "q"))) {
                assertThat(group.trajectories())
                        .hasSize(4)
                        .allSatisfy(one -> assertThat(one.length()).isLessThanOrEqualTo(9));
            }
        }
    }

    @Test
    void noExitIsBehindTheEndOfAResponse() {
        MarkovEngine brief =
                new MarkovEngine(1, Map.of('?', Map.of('4', 1.0), '4', Map.of('$', 1.0), '|', Map.of('4', 1.0)));
        Group group = sample(3, step(1, 3, 9, brief, "p")).get(0);
        assertThat(texts(group)).containsExactly("4!|4", "4!|4", "4");
    }

    @Test
    void placesAreAFunctionOfStepAndPrompt() {
        List<Group> once = sample(6, step(1, 4, 200, THINKER, "p", "q"));
        List<Group> again = sample(6, step(1, 4, 200, THINKER, "q", "p"));
        assertThat(texts(again.get(1))).isEqualTo(texts(once.get(0)));
        assertThat(texts(again.get(0))).isEqualTo(texts(once.get(1)));
        assertThat(texts(once.get(1))).isNotEqualTo(texts(once.get(0)));
        assertThat(texts(sample(6, step(2, 4, 200, THINKER, "p")).get(0))).isNotEqualTo(texts(once.get(0)));
    }

    @Test
    void anAnswerThatHasNoRoomIsRefused() {
        assertThatThrownBy(() -> sample(7, step(1, 3, 9, THINKER, "p")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "ends thinking with 2 tokens and leaves 7 for the answer, but responses have at most 9");
    }

    private static List<String> texts(Group group) {
        return group.trajectories().stream().map(Trajectory::text).toList();
    }

    private List<Group> sample(int answerTokens, SamplingStep step) {
        Object run = Services.standard(Path.of("run")).all().get(RunInfo.class);
        SerialExits.Config config = new SerialExits.Config("|", "!|", answerTokens);
        return new SerialExits(config, new Characters(), (RunInfo) Objects.requireNonNull(run), metrics).sample(step);
    }

    private static SamplingStep step(int number, int size, int maxTokens, RolloutEngine engine, String... ids) {
        List<Prompt> prompts = Arrays.stream(ids)
                .map(id -> Prompt.of(id, List.of(), new int[] {'?'}))
                .toList();
        return new Step(number, prompts, size, SamplingParams.of(maxTokens), engine);
    }

    private record Step(int number, List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts)
            implements SamplingStep {}
}
