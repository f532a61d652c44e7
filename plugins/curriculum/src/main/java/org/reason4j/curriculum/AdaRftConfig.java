package org.reason4j.curriculum;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the difficulty target.
 *
 * @param field of an example that says how hard it is, as a number
 * @param initial target of the first batch, from {@code minimum} to {@code maximum}
 * @param eta largest move of the target by a batch, in units of difficulty, above 0
 * @param alpha steepness of the move as a function of the mean reward, above 0
 * @param beta mean reward at which the target stays
 * @param minimum least target
 * @param maximum largest target
 * @param metric key of the reward whose mean counts; empty for the composed reward
 * @param once whether a prompt is drawn again only after all others; otherwise those that are nearest are drawn each time
 */
public record AdaRftConfig(
        String field,
        double initial,
        double eta,
        double alpha,
        double beta,
        double minimum,
        double maximum,
        String metric,
        boolean once) {

    /**
     * Difficulties from 0 to 100, for a mean reward of one half.
     *
     * @see <a href="https://arxiv.org/abs/2504.05520">AdaRFT, section 4.3</a>
     */
    public static final AdaRftConfig DEFAULTS = new AdaRftConfig("difficulty", 0, 50, 2, 0.5, 0, 100, "", false);

    public AdaRftConfig {
        check(!field.isBlank(), "adarft.field must name a field, got '%s'", field);
        check(eta > 0 && Double.isFinite(eta), "adarft.eta must be above 0, got %s", eta);
        check(alpha > 0 && Double.isFinite(alpha), "adarft.alpha must be above 0, got %s", alpha);
        check(Double.isFinite(beta), "adarft.beta must be a number, got %s", beta);
        check(
                Double.isFinite(minimum) && minimum < maximum && Double.isFinite(maximum),
                "adarft.minimum must be below adarft.maximum, got %s and %s",
                minimum,
                maximum);
        check(
                initial >= minimum && initial <= maximum,
                "adarft.initial must be from adarft.minimum to adarft.maximum, %s to %s, got %s",
                minimum,
                maximum,
                initial);
    }
}
