package org.reason4j.reward.unsupervised.selfplay;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the sampler of Absolute Zero.
 *
 * @param instruction what stands around a task; {@code {task}} is replaced by it. As the dataset's
 * @param attempts attempts at each task, at least 1
 * @param references accepted tasks that a proposer is shown, to propose something else; at least 0
 * @param inputs inputs of an induction, half of which are shown to the solver, at least 2
 * @param poolSize most accepted tasks that are remembered, at least 1
 * @param steps most words of a program that are carried out, at least 1
 */
public record AbsoluteZeroSamplerConfig(
        String instruction, int attempts, int references, int inputs, int poolSize, int steps) {

    /** The published numbers of attempts and references, for a model that has not seen the language. */
    public static final AbsoluteZeroSamplerConfig DEFAULTS =
            new AbsoluteZeroSamplerConfig(TaskTexts.MANUAL, 8, 6, 10, 16_384, 10_000);

    public AbsoluteZeroSamplerConfig {
        check(
                instruction.contains(TaskTexts.PLACE),
                "absolute-zero.instruction must contain {task}, got '%s'",
                instruction);
        check(attempts >= 1, "absolute-zero.attempts must be at least 1, got %s", attempts);
        check(references >= 0, "absolute-zero.references must be at least 0, got %s", references);
        check(inputs >= 2, "absolute-zero.inputs must be at least 2, got %s", inputs);
        check(poolSize >= 1, "absolute-zero.poolSize must be at least 1, got %s", poolSize);
        check(steps >= 1, "absolute-zero.steps must be at least 1, got %s", steps);
    }
}
