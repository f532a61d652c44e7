package org.reason4j.reward.generative.rubric;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the rubric whose criteria evolve.
 *
 * @param rubric the rubric that it starts from, with the judge; its own criteria stay
 * @param every number of weight updates from one revision to the next, at least 1
 * @param most largest number of criteria that the judge may add, at least 1
 * @param contrasts number of pairs of responses that a revision shows, those that differ most in their score, at least 1
 * @param longest largest length of a response in a revision, in characters, at least 1
 * @param weight weight of each added criterion, positive
 * @param template request for a revision; empty for the usual one. {@code {{contrasts}}}, {@code {{criteria}}}, {@code
 *     {{added}}}, {@code {{most}}} and {@code {{fence}}} are replaced
 */
public record EvolvingRubricConfig(
        RubricConfig rubric, int every, int most, int contrasts, int longest, double weight, String template) {

    /** At most four added criteria, revised every ten updates. */
    public static final EvolvingRubricConfig DEFAULTS =
            new EvolvingRubricConfig(RubricConfig.DEFAULTS, 10, 4, 3, 2000, 0.7, "");

    public EvolvingRubricConfig {
        check(every > 0, "rubric-evolving.every must be positive, got %s", every);
        check(most > 0, "rubric-evolving.most must be positive, got %s", most);
        check(contrasts > 0, "rubric-evolving.contrasts must be positive, got %s", contrasts);
        check(longest > 0, "rubric-evolving.longest must be positive, got %s", longest);
        check(weight > 0 && Double.isFinite(weight), "rubric-evolving.weight must be positive, got %s", weight);
        check(
                rubric.mode() != RubricConfig.Mode.LIKERT,
                "rubric-evolving.rubric.mode is LIKERT, whose one rating does not tell criteria apart; set it to"
                        + " PER_CRITERION or CHECKLIST");
    }
}
