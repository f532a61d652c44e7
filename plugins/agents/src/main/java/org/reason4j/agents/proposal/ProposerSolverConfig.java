package org.reason4j.agents.proposal;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.agents.text.Marks;

/**
 * Settings of the sampler of proposers and solvers.
 *
 * @param rule what decides which answers are right
 * @param attempts answers to each task, at least 2
 * @param target share of right answers at which a task is worth most, in (0, 1)
 * @param invalid outcome of a proposal that is no task
 * @param proposal marks around a task in a proposal
 * @param instruction what a solver is asked; {@code {task}} stands for the task
 * @param answer marks around an answer
 */
public record ProposerSolverConfig(
        Rule rule, int attempts, double target, double invalid, Marks proposal, String instruction, Marks answer) {

    /** What decides which answers are right. */
    public enum Rule {
        /** A task is a sum of whole numbers with {@code +}, {@code -}, {@code *} and brackets, and its value is right. */
        SUM,
        /** A task is any text, and the answer that most attempts give is right. */
        VOTE
    }

    /** Sums, best where half of the attempts are right. */
    public static final ProposerSolverConfig DEFAULTS = new ProposerSolverConfig(
            Rule.SUM,
            4,
            0.5,
            -1,
            new Marks("<task>", "</task>"),
            "Work out {task}. Write the answer between <answer> and </answer>.",
            new Marks("<answer>", "</answer>"));

    public ProposerSolverConfig {
        check(attempts >= 2, "proposer-solver.attempts must be at least 2, got %s", attempts);
        check(target > 0 && target < 1, "proposer-solver.target must be in (0, 1), got %s", target);
        check(Double.isFinite(invalid), "proposer-solver.invalid must be finite, got %s", invalid);
        check(instruction.contains("{task}"), "proposer-solver.instruction must contain {task}, got '%s'", instruction);
    }

    /** Worth of a task: {@code 1 - |rate - target| / max(target, 1 - target)}, from 1 at the target down to 0 at the farthest. */
    double worth(double rate) {
        return 1 - Math.abs(rate - target) / Math.max(target, 1 - target);
    }
}
