package org.reason4j.sampler.tree;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.reason4j.api.model.Tokenizer;

/** The final part of a response, where the policy states its answer. */
record AnswerRegion(List<String> markers, Tokenizer tokenizer) {

    AnswerRegion {
        markers =
                markers.stream().map(marker -> marker.toLowerCase(Locale.ROOT)).toList();
    }

    /** The index of the token after the one that completes the first marker, by bisection; the length if there is none. */
    int start(int[] response) {
        if (!marked(response, response.length)) {
            return response.length;
        }
        int low = 0;
        int high = response.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marked(response, middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean marked(int[] response, int length) {
        String text = tokenizer.decode(Arrays.copyOf(response, length), false).toLowerCase(Locale.ROOT);
        return markers.stream().anyMatch(text::contains);
    }
}
