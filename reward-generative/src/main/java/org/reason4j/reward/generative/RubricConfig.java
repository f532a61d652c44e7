package org.reason4j.reward.generative;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of the rubric reward.
 *
 * @param model key of the text model that judges, under the recipe's {@code models}
 * @param mode the kind of question
 * @param criteria properties of good responses
 * @param criteriaField field of an example with further criteria of its own, a list of {@code {text, category, weight}};
 *     empty for none
 * @param weights weights of the categories
 * @param veto true to score 0 for a response that misses an essential criterion
 * @param lowest rating that means 0, in mode {@code LIKERT}
 * @param highest rating that means 1
 * @param judgments number of judgments per response, each with another seed
 * @param vote aggregation of several judgments
 * @param template question to the judge; empty for the mode's own. {@code {{question}}}, {@code {{response}}}, {@code
 *     {{criterion}}}, {@code {{criteria}}}, {@code {{lowest}}}, {@code {{highest}}} and {@code {{field.NAME}}} are
 *     replaced
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
            "",
            0,
            512,
            0,
            16,
            "");

    public RubricConfig {
        criteria = List.copyOf(criteria);
        check(!model.isBlank(), "rubric.model is empty, expected a key under models");
        check(lowest < highest, "rubric.lowest must be below rubric.highest, got %s and %s", lowest, highest);
        check(judgments > 0, "rubric.judgments must be positive, got %s", judgments);
        check(temperature >= 0 && temperature <= 100, "rubric.temperature must be in [0, 100], got %s", temperature);
        check(
                judgments == 1 || temperature > 0,
                "rubric.judgments is %s, but at rubric.temperature 0 all of them are the same; set one above 0, or the"
                        + " other to 1",
                judgments);
        check(
                mode != Mode.LIKERT || vote == Vote.MEAN,
                "rubric.vote MAJORITY counts answers of yes and no, and LIKERT has ratings; set rubric.vote to MEAN");
        check(
                mode != Mode.LIKERT || !veto,
                "rubric.veto looks at single criteria, and LIKERT has one rating; set rubric.veto to false");
        check(maxTokens > 0, "rubric.maxTokens must be positive, got %s", maxTokens);
        check(concurrency > 0, "rubric.concurrency must be positive, got %s", concurrency);
    }
}
