package org.reason4j.api.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One prompt with one response. Arrays have one entry per response token, {@code L} in all, and are never modified.
 *
 * @param prompt what the policy was given
 * @param sample index of this response among those to the same prompt, from 0
 * @param response token ids as they were sampled, including a final stop token; never decoded and encoded again
 * @param learned true on tokens that are to be learned from: those that the policy wrote, and in a tree only in the one
 *     response that wrote them first; false on those that an environment inserted
 * @param text the response as text, without the stop token or stop string
 * @param finish why the response ended
 * @param policyVersion number of weight updates behind the policy that sampled it
 * @param streams numbers per token, such as {@link Stream#BEHAVIOUR_LOGPROBS}
 * @param branch where it left another response of its group; empty for one that began at the prompt
 * @param failure why it ended, where {@code finish} is {@link Finish#FAILED}; empty otherwise
 */
public record Trajectory(
        Prompt prompt,
        int sample,
        int[] response,
        boolean[] learned,
        String text,
        Finish finish,
        long policyVersion,
        Map<Stream, float[]> streams,
        Optional<Branch> branch,
        Optional<String> failure) {

    public Trajectory {
        if (learned.length != response.length) {
            throw new IllegalArgumentException(
                    "learned has " + learned.length + " entries for " + response.length + " response tokens");
        }
        for (Map.Entry<Stream, float[]> stream : streams.entrySet()) {
            if (stream.getValue().length != response.length) {
                throw new IllegalArgumentException("stream '" + stream.getKey().name() + "' has "
                        + stream.getValue().length + " entries for " + response.length + " response tokens");
            }
        }
        if (failure.isPresent() != (finish == Finish.FAILED)) {
            throw new IllegalArgumentException("a failure is given exactly where finish is FAILED, got " + finish);
        }
        streams = Map.copyOf(streams);
    }

    /** A response that began at the prompt and did not fail. */
    public Trajectory(
            Prompt prompt,
            int sample,
            int[] response,
            boolean[] learned,
            String text,
            Finish finish,
            long policyVersion,
            Map<Stream, float[]> streams) {
        this(
                prompt,
                sample,
                response,
                learned,
                text,
                finish,
                policyVersion,
                streams,
                Optional.empty(),
                Optional.empty());
    }

    /** Number of response tokens. */
    public int length() {
        return response.length;
    }

    /** Number of response tokens that the policy wrote. */
    public int learnedTokens() {
        int count = 0;
        for (boolean token : learned) {
            count += token ? 1 : 0;
        }
        return count;
    }

    /**
     * Returns a stream, {@code [L]}.
     *
     * @throws IllegalStateException if it was not computed; the message says how to ask for it
     */
    public float[] stream(Stream stream) {
        float[] values = streams.get(stream);
        if (values == null) {
            throw new IllegalStateException("Trajectory of prompt '" + prompt.id() + "' has no stream '" + stream.name()
                    + "'; it has " + streams.keySet() + ". Declare the stream in requirements().");
        }
        return values;
    }

    /** Returns a copy that carries one more stream, {@code [L]}. */
    public Trajectory with(Stream stream, float[] values) {
        Map<Stream, float[]> all = new HashMap<>(streams);
        all.put(stream, values);
        return new Trajectory(prompt, sample, response, learned, text, finish, policyVersion, all, branch, failure);
    }
}
