package org.reason4j.reward.generative.reference;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * The place of the answer in a response, and the reference that is put there.
 *
 * @param field field of the example with the reference answer
 * @param open text before which the reasoning ends; its last occurrence counts, and it belongs to the reasoning. It leaves out the
 *     bracket that closes a tag, because tokenizers join that bracket with what follows
 * @param before text between {@code open} and the reference
 * @param after text after the reference
 * @param endOfSequence true to end the answer with the token that ends a response
 */
public record AnswerConfig(String field, String open, String before, String after, boolean endOfSequence) {

    /** An answer between tags, which ends the response. */
    public static final AnswerConfig DEFAULTS = new AnswerConfig("answer", "<answer", ">", "</answer>", true);

    public AnswerConfig {
        check(!field.isBlank(), "answer.field must name a field of the examples");
        check(!open.isEmpty(), "answer.open must not be empty: it says where the answer begins");
    }
}
