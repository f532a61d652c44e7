package org.reason4j.curriculum;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;

/**
 * The chance of each level at a time of the run, the easiest level first.
 *
 * @see <a href="https://arxiv.org/abs/2506.06632">E2H Reasoner: curriculum reinforcement learning from easy to hard tasks</a>
 */
public sealed interface LevelSchedule {

    /**
     * Returns the chances of {@code K} levels, which add up to 1.
     *
     * @param progress share {@code t / T} of the run that is over, in [0, 1]
     */
    double[] probabilities(double progress, int levels);

    /**
     * From easy to hard along a cosine: with {@code a = (1 + cos(pi t / T)) / 2} and {@code S = K (K + 1) / 2}, level {@code i} has
     * {@code a (K - i) / S + (1 - a) (i + 1) / S}.
     *
     * @see <a href="https://github.com/divelab/E2H-Reasoning">E2H-Reasoning, E2H-C</a>
     */
    record Cosine() implements LevelSchedule {

        @Override
        public double[] probabilities(double progress, int levels) {
            double easy = (1 + Math.cos(Math.PI * progress)) / 2;
            double sum = levels * (levels + 1) / 2.0;
            double[] chances = new double[levels];
            Arrays.setAll(chances, i -> (easy * (levels - i) + (1 - easy) * (i + 1)) / sum);
            return chances;
        }
    }

    /**
     * A bell that moves from the easiest level to the hardest: {@code q} is proportional to {@code exp(-(i - mu)^2 / (2 sigma^2))}
     * with {@code mu = (t / T)^exponent (K - 1)}, and level {@code i} has {@code minimum + (1 - K minimum) q}.
     *
     * @param exponent power of the progress, above 0; a small one moves the bell on early
     * @param sigma width of the bell, in levels, above 0
     * @param minimum least chance of a level, in [0, 1], and no more than one K-th
     * @see <a href="https://github.com/divelab/E2H-Reasoning">E2H-Reasoning, E2H-G</a>
     */
    record Gaussian(double exponent, double sigma, double minimum) implements LevelSchedule {

        /** A narrow bell that moves on early. */
        public static final Gaussian DEFAULTS = new Gaussian(0.5, 0.5, 0);

        public Gaussian {
            check(
                    exponent > 0 && Double.isFinite(exponent),
                    "schedule.exponent of a gaussian must be above 0, got %s",
                    exponent);
            check(sigma > 0 && Double.isFinite(sigma), "schedule.sigma of a gaussian must be above 0, got %s", sigma);
            check(minimum >= 0 && minimum <= 1, "schedule.minimum of a gaussian must be in [0, 1], got %s", minimum);
        }

        @Override
        public double[] probabilities(double progress, int levels) {
            check(
                    levels * minimum <= 1,
                    "schedule.minimum of a gaussian is %s, but there are %s levels; it can be at most 1 / %s",
                    minimum,
                    levels,
                    levels);
            double mean = Math.pow(progress, exponent) * (levels - 1);
            double[] bell = new double[levels];
            Arrays.setAll(bell, i -> Math.exp(-(i - mean) * (i - mean) / (2 * sigma * sigma)));
            double sum = Arrays.stream(bell).sum();
            return Arrays.stream(bell)
                    .map(height -> minimum + (1 - levels * minimum) * height / sum)
                    .toArray();
        }
    }

    /** All levels alike, at all times. */
    record Balanced() implements LevelSchedule {

        @Override
        public double[] probabilities(double progress, int levels) {
            double[] chances = new double[levels];
            Arrays.fill(chances, 1.0 / levels);
            return chances;
        }
    }

    /** One level after the other, each for the same share of the run: level {@code min(K - 1, floor(K t / T))} alone. */
    record Classic() implements LevelSchedule {

        @Override
        public double[] probabilities(double progress, int levels) {
            double[] chances = new double[levels];
            chances[Math.min(levels - 1, (int) (levels * progress))] = 1;
            return chances;
        }
    }
}
