package org.reason4j.reward.unsupervised.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.response;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.unsupervised.control.RandomRewardConfig.Distribution;

class RandomRewardTest {

    private static final int MANY = 40_000;

    @Test
    void theMeanIsTheProbability() throws IOException {
        JsonNode vector = vector("spurious");
        double p = vector.at("/params/random_p").asDouble();
        double[] rewards = draw(new RandomRewardConfig(Distribution.BERNOULLI, p, 1), "p", 0, MANY);
        assertThat(rewards).containsOnly(0, 1);
        // the deviation of the mean is sqrt(p (1 - p) / n) = 0.0025; five of them
        assertThat(Arrays.stream(rewards).average().orElseThrow())
                .isCloseTo(vector.at("/expected/random_expected_mean").asDouble(), within(0.0125));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.9, 1})
    void anUnfairCoinIsAsUnfairAsItSays(double p) {
        double[] rewards = draw(new RandomRewardConfig(Distribution.BERNOULLI, p, 2), "p", 0, MANY);
        assertThat(Arrays.stream(rewards).average().orElseThrow())
                .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / MANY)));
    }

    @Test
    void uniformRewardsHaveTheMomentsOfTheUnitInterval() {
        double[] rewards = draw(new RandomRewardConfig(Distribution.UNIFORM, 0.5, 3), "p", 0, MANY);
        assertThat(Arrays.stream(rewards).allMatch(reward -> reward >= 0 && reward < 1))
                .isTrue();
        double mean = Arrays.stream(rewards).average().orElseThrow();
        double square = Arrays.stream(rewards).map(r -> r * r).average().orElseThrow();
        // deviations: sqrt(1/12 / n) = 0.00144 and sqrt((1/5 - 1/9) / n) = 0.00149
        assertThat(mean).isCloseTo(1.0 / 2, within(0.0075));
        assertThat(square).isCloseTo(1.0 / 3, within(0.0075));
    }

    @Test
    void theSameResponseGetsTheSameRewardAgain() {
        RandomRewardConfig config = uniform(4);
        assertThat(draw(config, "p", 7, 16)).containsExactly(draw(config, "p", 7, 16));
    }

    @Test
    void seedPromptAndPolicyVersionEachChangeEveryReward() {
        double[] rewards = draw(uniform(5), "p", 7, 16);
        for (double[] other :
                new double[][] {draw(uniform(6), "p", 7, 16), draw(uniform(5), "q", 7, 16), draw(uniform(5), "p", 8, 16)
                }) {
            for (int i = 0; i < rewards.length; i++) {
                assertThat(other[i]).isNotEqualTo(rewards[i]);
            }
        }
    }

    @Test
    void neighbouringSamplesAndVersionsAreNotCorrelated() {
        // the deviation of a correlation of n pairs is 1 / sqrt(n) = 0.005; five of them
        double[] rewards = draw(uniform(8), "p", 0, MANY);
        assertThat(correlation(rewards, draw(uniform(8), "p", 1, MANY))).isCloseTo(0, within(0.025));
        assertThat(correlation(rewards, draw(uniform(9), "p", 0, MANY))).isCloseTo(0, within(0.025));
        assertThat(correlation(Arrays.copyOf(rewards, MANY - 1), Arrays.copyOfRange(rewards, 1, MANY)))
                .isCloseTo(0, within(0.025));
    }

    @Test
    void rewardsOfASeedStayTheSame() {
        assertThat(draw(uniform(5), "prompt-\u00fc", 7, 3))
                .containsExactly(0.54528938243606, 0.9496486893131181, 0.20925777233007214);
    }

    @Test
    void aProbabilityAboveOneIsRefused() {
        assertThatThrownBy(() -> new RandomRewardConfig(Distribution.BERNOULLI, 50, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessage("random.probability must be in [0, 1], got 50.0");
    }

    private static RandomRewardConfig uniform(long seed) {
        return new RandomRewardConfig(Distribution.UNIFORM, 0.5, seed);
    }

    private static double[] draw(RandomRewardConfig config, String promptId, long version, int samples) {
        Group group = Group.of(
                response(promptId, 0, "", version).prompt(),
                IntStream.range(0, samples)
                        .mapToObj(sample -> response(promptId, sample, "any text " + sample, version))
                        .toList());
        return values(new RandomReward(config).score(group));
    }

    private static double correlation(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - 0.5) * (y[i] - 0.5);
        }
        return sum / x.length * 12;
    }
}
