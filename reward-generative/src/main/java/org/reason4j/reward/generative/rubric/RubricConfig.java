package org.reason4j.reward.generative.rubric;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Optional;
import org.reason4j.reward.generative.judge.Asking;

/**
 * Settings of the rubric reward.
 *
 * @param model key of the text model that judges, under the recipe's {@code models}
 * @param mode the kind of question
 * @param criteria properties of good responses
 * @param criteriaField field of an example with further criteria of its own, a list of {@code {text, category, weight,
 *     veto}}; empty for none
 * @param weights weights of the categories
 * @param veto true to score 0 for a response that misses an essential criterion
 * @param lowest rating that means 0, in mode {@code LIKERT}
 * @param highest rating that means 1
 * @param judgments number of judgments per response, each with another seed
 * @param vote aggregation of several judgments
 * @param dropout the share of criteria that a step leaves out
 * @param unreadable value of a response with a judgment that cannot be read; none for an unscorable response
 * @param template question to the judge; empty for the mode's own. {@code {{question}}}, {@code {{response}}}, {@code
 *     {{criterion}}}, {@code {{criteria}}}, {@code {{lowest}}}, {@code {{highest}}}, {@code {{fence}}} and {@code
 *     {{field.NAME}}} are replaced
 * @param temperature sampling temperature of the judge
 * @param maxTokens largest length of a judgment, in tokens
 * @param seed seed of the first judgment
 * @param concurrency largest number of concurrent questions
 * @param cachePath directory of the cache of judgments; empty for no cache
 */
public record RubricConfig(
        String model,
        Mode mode,
        List<Criterion> criteria,
        String criteriaField,
        Weights weights,
        boolean veto,
        int lowest,
        int highest,
        int judgments,
        Vote vote,
        Dropout dropout,
        Optional<Double> unreadable,
        String template,
        double temperature,
        int maxTokens,
        long seed,
        int concurrency,
        String cachePath) {

    /** The kind of question and of verdict. */
    public enum Mode {
        /** One question for each criterion; yes or no. */
        PER_CRITERION,
        /** One question for all criteria; a JSON object with a truth value for each. */
        CHECKLIST,
        /** One question for the whole response; a rating from {@code lowest} to {@code highest}. */
        LIKERT
    }

    /** Aggregation of several judgments. */
    public enum Vote {
        /** Their mean. */
        MEAN,
        /** The majority of each criterion's marks; one half for a tie. */
        MAJORITY
    }

    /**
     * Weight of a criterion by its category.
     *
     * @param essential weight of essential ones, positive
     * @param important weight of important ones, positive
     * @param optional weight of optional ones, positive
     * @param pitfall weight of pitfalls, positive
     */
    public record Weights(double essential, double important, double optional, double pitfall) {

        /** The weights of RaR, section 3.2. */
        public static final Weights DEFAULTS = new Weights(1.0, 0.7, 0.3, 0.9);

        public Weights {
            checkPositive("essential", essential);
            checkPositive("important", important);
            checkPositive("optional", optional);
            checkPositive("pitfall", pitfall);
        }

        private static void checkPositive(String category, double weight) {
            check(
                    weight > 0 && Double.isFinite(weight),
                    "rubric.weights.%s must be positive, got %s",
                    category,
                    weight);
        }

        double of(Criterion criterion) {
            return criterion.weight().orElseGet(() -> switch (criterion.category()) {
                case ESSENTIAL -> essential;
                case IMPORTANT -> important;
                case OPTIONAL -> optional;
                case PITFALL -> pitfall;
            });
        }
    }

    /**
     * Rubric dropout: a step judges by some of the criteria of an example alone, the same for all of its responses.
     *
     * @param fraction share of the criteria that are left out, in [0, 1)
     * @param minKeep fewest criteria that are kept, where there are as many
     */
    public record Dropout(double fraction, int minKeep) {

        /** Keeps all criteria. */
        public static final Dropout NONE = new Dropout(0, 1);

        public Dropout {
            check(fraction >= 0 && fraction < 1, "rubric.dropout.fraction must be in [0, 1), got %s", fraction);
            check(minKeep > 0, "rubric.dropout.minKeep must be positive, got %s", minKeep);
        }
    }

    /** One greedy judgment of each criterion. */
    public static final RubricConfig DEFAULTS = new RubricConfig(
            "judge",
            Mode.PER_CRITERION,
            List.of(),
            "",
            Weights.DEFAULTS,
            false,
            1,
            10,
            1,
            Vote.MEAN,
            Dropout.NONE,
            Optional.empty(),
            "",
            0,
            512,
            0,
            16,
            "");

    /** One rating of the whole response, from 1 to 10. */
    public static final RubricConfig IMPLICIT = of(Mode.LIKERT, Dropout.NONE);

    /** Four in ten criteria left out in each step, three kept at least. */
    public static final RubricConfig DROPPING = of(Mode.PER_CRITERION, new Dropout(0.4, 3));

    public RubricConfig {
        criteria = List.copyOf(criteria);
        check(lowest < highest, "rubric.lowest must be below rubric.highest, got %s and %s", lowest, highest);
        unreadable.ifPresent(value -> check(Double.isFinite(value), "rubric.unreadable must be finite, got %s", value));
        check(
                mode != Mode.LIKERT || vote == Vote.MEAN,
                "rubric.vote MAJORITY counts answers of yes and no, and LIKERT has ratings; set rubric.vote to MEAN");
        check(
                mode != Mode.LIKERT || !veto,
                "rubric.veto looks at single criteria, and LIKERT has one rating; set rubric.veto to false");
        asking(model, temperature, maxTokens, seed, concurrency, cachePath).judgments(judgments);
    }

    private static Asking asking(
            String model, double temperature, int maxTokens, long seed, int concurrency, String cachePath) {
        return new Asking("rubric", model, temperature, maxTokens, seed, concurrency, cachePath);
    }

    Asking asking() {
        return asking(model, temperature, maxTokens, seed, concurrency, cachePath);
    }

    private static RubricConfig of(Mode mode, Dropout dropout) {
        RubricConfig usual = DEFAULTS;
        return new RubricConfig(
                usual.model,
                mode,
                usual.criteria,
                usual.criteriaField,
                usual.weights,
                usual.veto,
                usual.lowest,
                usual.highest,
                usual.judgments,
                usual.vote,
                dropout,
                usual.unreadable,
                usual.template,
                usual.temperature,
                usual.maxTokens,
                usual.seed,
                usual.concurrency,
                usual.cachePath);
    }
}
