package org.reason4j.sampler.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/** Samplers that look at first responses: of a policy that writes {@code r} or {@code w}, one letter per response. */
class ScreeningTest {

    private static final SamplingParams PARAMS = SamplingParams.of(8).withTemperature(0.7);
    private static final Map<Character, Double> END = Map.of('$', 1.0);

    /** Prompt {@code n} has the field {@code right}: the first so many of its samples are right. */
    private static final Measure FIRST_SAMPLES = group -> Reward.perTrajectory(group, one -> {
        int right = (Integer) group.prompt().fields().get("right");
        return right < 0 ? Score.unscorable("no answer") : Score.of(one.sample() < right ? 1 : 0);
    });

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final MarkovEngine engine =
            new MarkovEngine(5, Map.of('?', Map.of('r', 0.5, 'w', 0.5), 'r', END, 'w', END));

    private record Step(List<Prompt> prompts, int groupSize, RolloutEngine rollouts) implements SamplingStep {

        @Override
        public int number() {
            return 1;
        }

        @Override
        public SamplingParams params() {
            return PARAMS;
        }
    }

    private static List<Prompt> prompts(int... right) {
        return IntStream.range(0, right.length)
                .mapToObj(i -> Prompt.of("p" + i, List.of(), new int[] {'?'}).withFields(Map.of("right", right[i])))
                .toList();
    }

    private static List<Integer> sizes(List<Group> groups) {
        return groups.stream().map(Group::size).toList();
    }

    private Speed speed(SpeedConfig config) {
        return new Speed(config, FIRST_SAMPLES, metrics);
    }

    @Test
    void theWorkedExampleOfSpeedIsReproduced() throws IOException {
        JsonNode vector = vector("speed-gate");
        int screening = vector.at("/params/n_init").asInt();
        int rest = vector.at("/params/n_cont").asInt();
        List<Integer> right = new ArrayList<>();
        vector.at("/inputs/pass_of_4").forEach(one -> right.add(one.asInt()));
        List<Integer> extra = new ArrayList<>();
        vector.at("/expected/extra_rollouts").forEach(one -> extra.add(one.asInt()));

        List<Group> groups = speed(new SpeedConfig(screening, 1, 0, 1))
                .sample(new Step(prompts(right.stream().mapToInt(one -> one).toArray()), screening + rest, engine));

        assertThat(sizes(groups))
                .isEqualTo(extra.stream().map(one -> screening + one).toList());
        List<Integer> continued = new ArrayList<>();
        vector.at("/expected/continue").forEach(one -> continued.add(one.asInt()));
        assertThat(groups.stream().map(one -> one.size() > screening ? 1 : 0)).containsExactlyElementsOf(continued);
        assertThat(metrics.sums()).containsEntry("speed/too_hard", 1.0).containsEntry("speed/too_easy", 1.0);
        assertThat(metrics.of("speed/continued")).isEqualTo(0.6);
    }

    @Test
    void theFirstResponsesStayInTheGroupAndTheOthersFollowWithTheirOwnDraws() {
        Group group = speed(SpeedConfig.DEFAULTS)
                .sample(new Step(prompts(2), 9, engine))
                .get(0);
        assertThat(group.trajectories().stream().map(Trajectory::sample))
                .containsExactlyElementsOf(IntStream.range(0, 9).boxed().toList());
        // the same responses as those of nine independent requests
        List<String> alone = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            alone.add(engine.generate(List.of(engine.asked().get(i))).get(0).text());
        }
        assertThat(group.trajectories().stream().map(Trajectory::text)).containsExactlyElementsOf(alone);
        assertThat(engine.asked()).allMatch(request -> request.params().equals(PARAMS));
    }

    @Test
    void boundsOfThePassRateAreSettingsAndNotInTheBand() {
        SpeedConfig half = new SpeedConfig(4, 1, 0.25, 0.75);
        assertThat(Speed.continues(OptionalDouble.of(0.25), half)).isFalse();
        assertThat(Speed.continues(OptionalDouble.of(0.5), half)).isTrue();
        assertThat(Speed.continues(OptionalDouble.of(0.75), half)).isFalse();
        assertThat(Speed.continues(OptionalDouble.empty(), half)).isFalse();
    }

    @Test
    void promptsThatCannotBeJudgedGetNoMoreAndAreCounted() {
        assertThat(sizes(speed(SpeedConfig.DEFAULTS).sample(new Step(prompts(-1, 1), 8, engine))))
                .containsExactly(4, 8);
        Measure broken = group -> {
            throw new IOException("no connection");
        };
        new Speed(SpeedConfig.DEFAULTS, broken, metrics).sample(new Step(prompts(1, 1), 8, engine));
        assertThat(metrics.sums()).containsEntry("speed/unjudged", 3.0);
    }

    @Test
    void aMeasureWithAFaultEndsTheStep() {
        Measure faulty = group -> {
            throw new IllegalStateException("a bug");
        };
        assertThatThrownBy(
                        () -> new Speed(SpeedConfig.DEFAULTS, faulty, metrics).sample(new Step(prompts(1), 8, engine)))
                .hasMessage("a bug");
    }

    @Test
    void groupsMustBeLargerThanTheScreening() {
        assertThat(speed(SpeedConfig.DEFAULTS).requirements()).isEqualTo(Requirements.NONE.groupsOf(5));
        assertThatThrownBy(() -> new SpeedConfig(4, 1, 0.5, 0.5))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("speed.above and speed.below must be 0 <= above < below <= 1");
    }

    @Test
    void rolloutsGoToPromptsInProportionToTheirErrors() {
        // claims 1 and 1/2, then after one for the first 1/2 and 1/2, first of equals ...: 4 and 2
        assertThat(Allocation.of(new double[] {0, 0.5}, 6, 99)).containsExactly(4, 2);
        assertThat(Allocation.of(new double[] {1, 0.75, 0.25}, 8, 99)).containsExactly(0, 2, 6);
        assertThat(Allocation.of(new double[] {0, 0.5}, 6, 3)).containsExactly(3, 3);
        assertThat(Allocation.of(new double[] {1, 1, 1}, 7, 99)).containsExactly(3, 2, 2);
        assertThat(Allocation.of(new double[] {0, 0}, 9, 3)).containsExactly(3, 3); // no room for more
    }

    @Test
    void theTotalOfAStepStaysWhateverTheAccuracies() {
        RolloutAllocation sampler = allocation(new RolloutAllocationConfig(4, 20, 1), 8);
        for (int[] right : List.of(new int[] {0, 1, 2, 3, 4}, new int[] {4, 4, 4}, new int[] {-1, 0, 4, 4})) {
            List<Group> groups = sampler.sample(new Step(prompts(right), 8, engine));
            assertThat(sizes(groups).stream().mapToInt(one -> one).sum())
                    .as("right of four: %s", Arrays.toString(right))
                    .isEqualTo(8 * right.length);
            assertThat(sizes(groups)).allMatch(size -> size >= 4 && size <= 20);
        }
        // accuracies 0, 1/4, 2/4, 3/4, 1 share 20 as 4 : 3 : 2 : 1 : 0
        assertThat(sizes(sampler.sample(new Step(prompts(0, 1, 2, 3, 4), 8, engine))))
                .containsExactly(12, 10, 8, 6, 4);
        assertThat(metrics.sums()).containsEntry("allocation/unjudged", 1.0);
    }

    private RolloutAllocation allocation(RolloutAllocationConfig config, int groupSize) {
        return new RolloutAllocation(config, RolloutSettings.of(groupSize, PARAMS), FIRST_SAMPLES, metrics);
    }

    @Test
    void aLimitBelowTheMeanIsRefused() {
        assertThatThrownBy(() -> allocation(new RolloutAllocationConfig(4, 7, 1), 8))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rollout-allocation.most is 7, but rollout.groupSize 8");
    }
}
