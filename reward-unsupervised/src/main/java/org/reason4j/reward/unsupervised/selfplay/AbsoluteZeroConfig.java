package org.reason4j.reward.unsupervised.selfplay;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;

/**
 * Settings of the reward of Absolute Zero.
 *
 * @param useless reward of a task that all attempts solve, or none
 * @param invalid reward of a proposal that is no task
 * @param wrong reward of an answer that is wrong
 * @param unformatted reward of a response without an answer
 * @param steps most words of a program that are carried out, at least 1; as the sampler's
 */
public record AbsoluteZeroConfig(double useless, double invalid, double wrong, double unformatted, int steps) {

    /** The paper's. */
    public static final AbsoluteZeroConfig DEFAULTS = new AbsoluteZeroConfig(0, -1, -0.5, -1, 10_000);

    /** The authors' code, in which a useless task costs as much as a wrong answer. */
    static final AbsoluteZeroConfig CODE = new AbsoluteZeroConfig(-0.5, -1, -0.5, -1, 10_000);

    /** Presets by their names. */
    public static final Map<String, AbsoluteZeroConfig> PRESETS = Map.of("code", CODE);

    public AbsoluteZeroConfig {
        finite("useless", useless);
        finite("invalid", invalid);
        finite("wrong", wrong);
        finite("unformatted", unformatted);
        check(steps >= 1, "absolute-zero.steps must be at least 1, got %s", steps);
    }

    private static void finite(String name, double value) {
        check(Double.isFinite(value), "absolute-zero.%s must be finite, got %s", name, value);
    }
}
