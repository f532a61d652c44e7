package org.reason4j.distillation.self;

import org.reason4j.api.data.Requirements;

/**
 * What the policy reads as its own teacher: somebody's answer to the same question (SDFT, OPSD).
 *
 * @param field field of an example with the demonstration; empty for the example's response
 * @param place where it is read
 * @param template text with {@code {demonstration}} and, in the last message, {@code {prompt}}
 * @param weights weights of the teacher
 */
public record Demonstration(String field, Place place, String template, Weights weights) {

    /** Place of a demonstration in the conversation. */
    public enum Place {
        /** In the last message, in place of what it says: tinker-cookbook. */
        USER,
        /** In a system message in front: prime-rl. */
        SYSTEM
    }

    /** The example's response, shown in the last message to the model that training starts from. */
    public static final Demonstration DEFAULTS = new Demonstration(
            "",
            Place.USER,
            "{prompt}\n\nThis is an example for a response to the question:\n\n{demonstration}\n\nNow answer with a response of"
                    + " your own, including the thinking process.",
            Weights.REFERENCE);

    /** Checks the template. */
    public Demonstration {
        Template.require("template", template, "demonstration");
        if (place == Place.USER) {
            Template.require("template", template, "prompt");
        }
    }

    /** Needs of the teacher. */
    public Requirements requirements() {
        Requirements model = Requirements.models(weights.model()).withOwnSignal();
        return field.isBlank() ? model : model.and(Requirements.fields(field));
    }
}
