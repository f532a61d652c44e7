package org.reason4j.optimizer.grpo.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.optimizer.grpo.Grpo;
import org.reason4j.optimizer.grpo.GrpoConfig;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;

class GroupRelativeAdvantageTest {

    @Test
    void theDeviationIsThatOfASampleUnlessToldOtherwise() {
        // mean 0.25, deviation sqrt((0.75² + 3 * 0.25²) / 3) = 0.5  =>  0.75 / 0.500001
        assertThat(GroupRelativeAdvantage.of(new double[] {1, 0, 0, 0}, Estimate.DEFAULTS))
                .containsExactly(new double[] {1.499997, -0.499999, -0.499999, -0.499999}, within(1e-6));
    }

    @Test
    void aGroupWithEqualRewardsCarriesNoSignalWhateverTheEpsilon() {
        // 0.1 + 0.1 + 0.1 is not 0.3, so r - mean(r) is not exactly 0
        Estimate withoutEpsilon = config(Baseline.GROUP_MEAN, GroupDeviation.SAMPLE, 0, Singleton.ZERO);
        assertThat(GroupRelativeAdvantage.of(new double[] {0.1, 0.1, 0.1}, withoutEpsilon))
                .containsExactly(0, 0, 0);
    }

    @Test
    void aResponseWithoutSiblingsGetsZero() {
        assertThat(GroupRelativeAdvantage.of(new double[] {0.7}, Estimate.DEFAULTS))
                .containsExactly(0);
    }

    @Test
    void anEmptyGroupHasNoAdvantages() {
        assertThat(GroupRelativeAdvantage.of(new double[0], Estimate.DEFAULTS)).isEmpty();
    }

    @Test
    void verlIsReproduced() throws IOException {
        reproduces("grpo-verl", preset("verl"));
        reproduces("grpo-continuous", preset("verl"));
    }

    @Test
    void trlIsReproduced() throws IOException {
        reproduces("grpo-trl", preset("trl"));
    }

    @Test
    void drGrpoIsReproducedWithVerlsRuleForALoneResponse() throws IOException {
        reproduces("drgrpo", config(Baseline.GROUP_MEAN, GroupDeviation.NONE, 0, Singleton.REWARD));
    }

    @Test
    void rlooIsReproducedByLeavingOneOut() throws IOException {
        reproduces("rloo", config(Baseline.LEAVE_ONE_OUT, GroupDeviation.NONE, 0, Singleton.REWARD));
    }

    @Test
    void theDivisorOfTheDeviationIsAChoice() throws IOException {
        JsonNode vector = vector("grpo-population-std");
        double[] rewards = row(vector.at("/inputs/rewards"));
        Estimate population = config(Baseline.GROUP_MEAN, GroupDeviation.POPULATION, 1e-9, Singleton.ZERO);
        assertThat(GroupRelativeAdvantage.of(rewards, preset("openrlhf")))
                .containsExactly(row(vector.at("/expected/ddof1")), within(1e-5));
        assertThat(GroupRelativeAdvantage.of(rewards, population))
                .containsExactly(row(vector.at("/expected/ddof0")), within(1e-5));
    }

    private static void reproduces(String id, Estimate config) throws IOException {
        JsonNode vector = vector(id);
        double[] rewards = row(vector.at("/inputs/rewards"));
        Map<String, List<Double>> groups = new LinkedHashMap<>(); // every group is a run of neighbours
        for (int i = 0; i < rewards.length; i++) {
            String group = vector.at("/inputs/group").get(i).asText();
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(rewards[i]);
        }
        double[] advantages = groups.values().stream()
                .flatMapToDouble(group -> Arrays.stream(GroupRelativeAdvantage.of(
                        group.stream().mapToDouble(Double::doubleValue).toArray(), config)))
                .toArray();
        assertThat(advantages).containsExactly(row(vector.at("/expected/advantages")), within(1e-5));
    }

    private static Estimate preset(String name) {
        return (Estimate) new Grpo(GrpoConfig.PRESETS.get(name)).parts().advantage();
    }

    private static Estimate config(Baseline baseline, GroupDeviation deviation, double epsilon, Singleton singleton) {
        return new Estimate(Returns.RESPONSE, 1, baseline, deviation, epsilon, singleton, false);
    }
}
