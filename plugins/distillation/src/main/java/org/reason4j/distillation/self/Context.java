package org.reason4j.distillation.self;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.Requirements;

/**
 * What the policy reads as its own teacher, after a step (SDPO).
 *
 * @param threshold reward of a success
 * @param solutions whether the teacher reads a success of another response to the same prompt
 * @param feedback what it reads about the response itself
 * @param feedbackField field of an example with the feedback, for {@code FIELD}
 * @param feedbackAlways whether it reads feedback beside a solution, too; else only where there is none
 * @param template text in place of the last message, with {@code {prompt}}, {@code {solution}} and {@code {feedback}}
 * @param solutionTemplate text in place of {@code {solution}} where there is one, with {@code {solution}} for it
 * @param feedbackTemplate text in place of {@code {feedback}} where there is some, with {@code {feedback}} for it
 * @param weights weights of the teacher
 */
public record Context(
        double threshold,
        boolean solutions,
        Feedback feedback,
        String feedbackField,
        boolean feedbackAlways,
        String template,
        String solutionTemplate,
        String feedbackTemplate,
        Weights weights) {

    /** Sources of feedback. */
    public enum Feedback {
        /** There is none. */
        NONE,
        /** A field of the example, such as its answer, for responses below the threshold. */
        FIELD,
        /** What the environment said last within the response, such as the output of tests. */
        OBSERVATION
    }

    /** Solutions of siblings alone, in the words of TRL. */
    public static final Context DEFAULTS = new Context(
            1,
            true,
            Feedback.NONE,
            "",
            true,
            "{prompt}{solution}{feedback}\n\nCorrectly solve the original question.\n",
            "\nCorrect solution:\n\n{solution}\n\n",
            "\nThe following is feedback from your unsuccessful earlier attempt:\n\n{feedback}\n\n",
            Weights.POLICY);

    /** Checks that there is something to read. */
    public Context {
        check(Double.isFinite(threshold), "threshold must be finite, got %s", threshold);
        check(
                solutions || feedback != Feedback.NONE,
                "solutions is false and feedback is NONE, so that the teacher has nothing to read; switch on one of the two");
        check(
                feedback != Feedback.FIELD || !feedbackField.isBlank(),
                "feedback is FIELD, but feedbackField names no field of an example");
        Template.require("template", template, "prompt");
        if (solutions) {
            Template.require("template", template, "solution");
            Template.require("solutionTemplate", solutionTemplate, "solution");
        }
        if (feedback != Feedback.NONE) {
            Template.require("template", template, "feedback");
            Template.require("feedbackTemplate", feedbackTemplate, "feedback");
        }
    }

    /** Needs of the teacher. Where it reads feedback, there is something to learn without rewards, too. */
    public Requirements requirements() {
        Requirements model = Requirements.models(weights.model());
        return switch (feedback) {
            case NONE -> model;
            case FIELD -> model.and(Requirements.fields(feedbackField)).withOwnSignal();
            case OBSERVATION -> model.withOwnSignal();
        };
    }
}
