package org.reason4j.optimizer.ppo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.optimizer.ppo.ResamplingConfig.Method;

/**
 * As many draws with replacement as a step has responses, with probabilities by their rewards. Advantages and returns are those of
 * the whole step, before the draws.
 *
 * @see <a href="https://arxiv.org/abs/2409.06957">PF-PPO: policy filtration by the reliability of rewards</a>
 */
final class Resampling {

    /** Added to every weight, so that rewards that are all 0 are drawn alike. */
    private static final double EPSILON = 1e-8;

    private Resampling() {}

    /** Returns the probability of each response. */
    static double[] probabilities(double[] rewards, ResamplingConfig config) {
        double max = Arrays.stream(rewards).max().orElse(0);
        double min = Arrays.stream(rewards).min().orElse(0);
        double[] weights = Arrays.stream(rewards)
                .map(reward -> weight(reward, min, max, config) + EPSILON)
                .toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double weight(double reward, double min, double max, ResamplingConfig config) {
        return switch (config.method()) {
            case NONE -> 1;
            case POW -> Math.pow(Math.abs(reward), config.power());
            case MAX_MIN -> reward == max || reward == min ? 1 : 0;
            case MAX_RANDOM -> reward == max ? 0.4 : 0.1;
        };
    }

    /**
     * Draws credits, one for each reward, in the order of the step.
     *
     * @param seed of the run; the draws also depend on the step, by its prompts and the policy that sampled
     */
    static List<Credit> draw(List<Credit> credits, double[] rewards, ResamplingConfig config, long seed) {
        if (config.method() == Method.NONE || credits.isEmpty()) {
            return credits;
        }
        double[] probabilities = probabilities(rewards, config);
        long key = key(credits, seed);
        int[] drawn = new int[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            drawn[i] = place(probabilities, SplitMix64.uniform(SplitMix64.number(key, i)));
        }
        Arrays.sort(drawn);
        List<Credit> resampled = new ArrayList<>();
        for (int place : drawn) {
            resampled.add(credits.get(place));
        }
        return resampled;
    }

    private static long key(List<Credit> credits, long seed) {
        long key =
                SplitMix64.key(seed, credits.get(0).trajectory().policyVersion().orElse(0));
        for (Credit credit : credits) {
            key = SplitMix64.extend(key, credit.trajectory().prompt().id());
        }
        return key;
    }

    private static int place(double[] probabilities, double uniform) {
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            sum += probabilities[i];
            if (uniform < sum) {
                return i;
            }
        }
        return probabilities.length - 1;
    }
}
