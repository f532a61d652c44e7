package org.reason4j.reward.dense;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;

/**
 * Splits responses into steps. A step ends with the token that completes a match of the pattern; blanks and special
 * tokens alone do not form a step. A step begins with a token of the policy.
 */
record Steps(Pattern split, Tokenizer tokenizer) {

    /** Returns the first token of each step; the first of them is 0. A response without tokens has no steps. */
    int[] starts(Trajectory trajectory) {
        int[] response = trajectory.response();
        if (response.length == 0) {
            return new int[0];
        }
        TreeSet<Integer> starts = new TreeSet<>();
        starts.add(0);
        String text = tokenizer.decode(response, true);
        int end = text.stripTrailing().length();
        Matcher matcher = split.matcher(text);
        while (matcher.find() && matcher.end() < end) {
            int start = tokensFor(response, matcher.end());
            while (start < response.length && !trajectory.isLearned(start)) {
                start++;
            }
            if (matcher.end() > 0 && start < response.length) {
                starts.add(start);
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The smallest number of tokens whose text has {@code characters}, by bisection. */
    private int tokensFor(int[] response, int characters) {
        int low = 0;
        int high = response.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int written =
                    tokenizer.decode(Arrays.copyOf(response, middle), true).length();
            if (written >= characters) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
