package org.reason4j.sampler.tree.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;

/**
 * Segments of responses: so many tokens, or fewer up to a separator.
 *
 * @param tokens most tokens of a segment
 * @param separator text that ends a segment; empty for none
 * @param params the recipe's parameters, whose {@code maxTokens} limits a whole response
 */
record Segments(int tokens, String separator, SamplingParams params, Tokenizer tokenizer) {

    /** Parameters of a segment that begins after {@code length} response tokens. */
    SamplingParams segment(int length) {
        SamplingParams next = params.withMaxTokens(Math.min(tokens, params.maxTokens() - length));
        if (separator.isEmpty()) {
            return next;
        }
        List<String> stop = new ArrayList<>(params.stop());
        stop.add(separator);
        return next.withStop(stop);
    }

    /** Parameters of the rest of a response after {@code length} tokens. */
    SamplingParams rest(int length) {
        return params.withMaxTokens(params.maxTokens() - length);
    }

    /**
     * True if a response goes on after a segment.
     *
     * @param before number of response tokens before the segment
     */
    boolean goesOn(Trajectory response, int before) {
        if (response.length() >= params.maxTokens()) {
            return false;
        }
        return switch (response.finish()) {
            case LENGTH -> response.length() - before == tokens;
            case STOP -> !separator.isEmpty() && separates(response, before);
            case FAILED -> false;
        };
    }

    /** True if the response stopped at the separator, and at nothing that ends a response. */
    private boolean separates(Trajectory response, int before) {
        int last = response.token(response.length() - 1);
        if (tokenizer.endOfSequence().contains(last) || params.stopIds().contains(last)) {
            return false;
        }
        int[] tokens = response.response();
        String text = tokenizer.decode(tokens, false);
        int from = tokenizer.decode(Arrays.copyOf(tokens, before), false).length() - separator.length() + 1;
        return text.indexOf(separator, Math.max(0, from)) >= 0
                && params.stop().stream().noneMatch(text::contains);
    }

    /** The response with the parameters of a whole one. */
    Trajectory whole(Trajectory response) {
        return response.params()
                .map(drawn -> response.withParams(
                        drawn.withMaxTokens(params.maxTokens()).withStop(params.stop())))
                .orElse(response);
    }
}
