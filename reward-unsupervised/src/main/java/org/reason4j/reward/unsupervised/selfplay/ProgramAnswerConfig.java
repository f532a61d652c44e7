package org.reason4j.reward.unsupervised.selfplay;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward for solved program tasks.
 *
 * @param steps most words of a program that are carried out, at least 1
 */
public record ProgramAnswerConfig(int steps) {

    /** Enough for every program that a demonstration shows. */
    public static final ProgramAnswerConfig DEFAULTS = new ProgramAnswerConfig(10_000);

    public ProgramAnswerConfig {
        check(steps >= 1, "program-answer.steps must be at least 1, got %s", steps);
    }
}
