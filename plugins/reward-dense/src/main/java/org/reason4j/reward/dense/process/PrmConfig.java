package org.reason4j.reward.dense.process;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.ModelRef;
import org.reason4j.reward.dense.step.Steps;

/**
 * Settings of the reward {@code prm-step}.
 *
 * @param path a Hugging Face directory with the policy's vocabulary: the process reward model
 * @param scorer what the model gives for a step
 * @param split a regular expression; a step ends with what it matches
 * @param stepTokens learned tokens of a step, in place of {@code split}; at least 0, and 0 splits by text
 * @param tag text that the model reads after each step, where it judges it; may be empty with {@code HEAD}
 * @param between text that the model reads after the judgement and before the next step, such as the verdict and the head of
 *     the next turn
 * @param positive text of the token for a good step, with {@code TAG}
 * @param negative text of the token for a bad step, with {@code TAG}
 * @param range scale of a step's score
 * @param form how step scores become the rewards of steps, whose sum is the reward of the response
 * @param tau temperature of the form {@code MIN_FORM}, positive
 * @param dense true for the reward of each step on its last token; false for their sum as the value of the response
 */
public record PrmConfig(
        String path,
        Scorer scorer,
        String split,
        int stepTokens,
        String tag,
        String between,
        String positive,
        String negative,
        Range range,
        Form form,
        double tau,
        boolean dense) {

    /** What a process reward model gives for a step. Constants may be added. */
    public enum Scorer {
        /** A language model: the probability of the positive token against that of the negative one, after the tag. */
        TAG,
        /** A model with a scalar head, whose number after the tag is the logit of a good step. */
        HEAD
    }

    /** Scale of a step's score, from its logit. Constants may be added. */
    public enum Range {
        /** {@code sigmoid(logit)}, in [0, 1]. */
        PROBABILITY,
        /** {@code 2 sigmoid(logit) - 1}, in [-1, 1]. */
        SIGNED,
        /** The logit. */
        LOGIT
    }

    /** A language model with the tag of Math-Shepherd, judged by its worst step. */
    public static final PrmConfig DEFAULTS = new PrmConfig(
            "prm",
            Scorer.TAG,
            "\\n\\s*\\n\\s*",
            0,
            " \u043a\u0438",
            "\n",
            "+",
            "-",
            Range.PROBABILITY,
            Form.MIN,
            0.1,
            true);

    /** PURE: scores in [-1, 1] and the min-form. */
    public static final PrmConfig PURE = new PrmConfig(
            "prm",
            Scorer.TAG,
            "\\n\\s*\\n\\s*",
            0,
            " \u043a\u0438",
            "\n",
            "+",
            "-",
            Range.SIGNED,
            Form.MIN_FORM,
            0.1,
            true);

    public PrmConfig {
        check(!path.isBlank(), "prm-step.path must name the directory of a process reward model");
        Steps.validate("prm-step", split);
        check(stepTokens >= 0, "prm-step.stepTokens must be at least 0, got %s", stepTokens);
        check(
                scorer == Scorer.HEAD || !tag.isEmpty(),
                "prm-step.tag must not be empty with the scorer TAG: the model judges a step there");
        check(
                scorer == Scorer.HEAD || !positive.equals(negative) && !positive.isEmpty() && !negative.isEmpty(),
                "prm-step.positive and prm-step.negative must be two texts, got '%s' and '%s'",
                positive,
                negative);
        check(
                form != Form.PRODUCT || range == Range.PROBABILITY,
                "prm-step.form is PRODUCT, but prm-step.range is %s: only probabilities are multiplied. Set range to"
                        + " PROBABILITY, or another form",
                range);
        check(tau > 0 && Double.isFinite(tau), "prm-step.tau must be positive, got %s", tau);
    }

    /** The model by what it gives. */
    ModelRef model() {
        return scorer == Scorer.TAG ? ModelRef.directory(path) : ModelRef.values(path);
    }

    /** The score of a logit. */
    double score(double logit) {
        double probability = 1 / (1 + Math.exp(-logit));
        return switch (range) {
            case PROBABILITY -> probability;
            case SIGNED -> 2 * probability - 1;
            case LOGIT -> logit;
        };
    }
}
