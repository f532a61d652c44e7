package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

/** Weight of an advantage by the share {@code p} of the group that is right. */
public sealed interface DifficultyWeight {

    /** Returns the weight of a response's advantage, at least 0. */
    double of(double accuracy, boolean positive);

    /**
     * {@code (1 - p)^exponent}: hard prompts count more, solved ones nothing.
     *
     * @param exponent how steeply, at least 0; 0 weighs all prompts alike
     * @see <a href="https://arxiv.org/abs/2602.06717">F-GRPO: the focal loss's weight</a>
     */
    record Focal(double exponent) implements DifficultyWeight {

        /** In proportion to the share that is wrong. */
        public static final Focal DEFAULTS = new Focal(1);

        public Focal {
            check(exponent >= 0 && Double.isFinite(exponent), "focal.exponent must be at least 0, got %s", exponent);
        }

        @Override
        public double of(double accuracy, boolean positive) {
            return Math.pow(1 - accuracy, exponent);
        }
    }

    /**
     * {@code w(p) = least + (most - least) / (1 + exp(slope (p - middle)))} on positive advantages and {@code w(1 - p)} on
     * negative ones: a success counts most on a hard prompt, a failure on an easy one.
     *
     * @param least weight of a success where every response is right, at least 0
     * @param most weight of a success where almost none is, at least {@code least}
     * @param slope how fast it falls, above 0
     * @param middle share of right responses at which it is halfway, in [0, 1]
     * @see <a href="https://arxiv.org/abs/2504.09696">GRPO-LEAD: difficulty-aware advantage reweighting</a>
     */
    record Logistic(double least, double most, double slope, double middle) implements DifficultyWeight {

        /** Between 0.4 and 1.5, steep at three quarters right. */
        public static final Logistic DEFAULTS = new Logistic(0.4, 1.5, 10, 0.75);

        public Logistic {
            check(least >= 0 && Double.isFinite(least), "logistic.least must be at least 0, got %s", least);
            check(
                    most >= least && Double.isFinite(most),
                    "logistic.most must be at least logistic.least = %s, got %s",
                    least,
                    most);
            check(slope > 0 && Double.isFinite(slope), "logistic.slope must be positive, got %s", slope);
            check(middle >= 0 && middle <= 1, "logistic.middle must be in [0, 1], got %s", middle);
        }

        @Override
        public double of(double accuracy, boolean positive) {
            double share = positive ? accuracy : 1 - accuracy;
            return least + (most - least) / (1 + Math.exp(slope * (share - middle)));
        }
    }
}
