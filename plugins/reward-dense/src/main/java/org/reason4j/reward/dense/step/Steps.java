package org.reason4j.reward.dense.step;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;

/**
 * Splits responses into steps. A step ends with the token that completes a match of the pattern; blanks and special
 * tokens alone do not form a step. A step begins with a token of the policy.
 *
 * @param tokens learned tokens of a step, whatever its text; 0 to split by the pattern
 */
public record Steps(Pattern split, int tokens, Tokenizer tokenizer) {

    /** Steps that end with a match. */
    public Steps(Pattern split, Tokenizer tokenizer) {
        this(split, 0, tokenizer);
    }

    /** Refuses an expression by the name of its setting; {@code component} is the name of the component. */
    public static void validate(String component, String split) {
        try {
            Pattern.compile(split);
        } catch (PatternSyntaxException e) {
            check(false, "%s.split must be a regular expression, got '%s': %s", component, split, e.getDescription());
        }
    }

    /** Returns the first token of each step; the first of them is 0. A response without tokens has no steps. */
    public int[] starts(Trajectory trajectory) {
        if (trajectory.length() == 0) {
            return new int[0];
        }
        return tokens > 0 ? byTokens(trajectory) : byText(trajectory);
    }

    private int[] byText(Trajectory trajectory) {
        int[] response = trajectory.response();
        TreeSet<Integer> starts = new TreeSet<>();
        starts.add(0);
        String text = tokenizer.decode(response, true);
        int end = text.stripTrailing().length();
        Matcher matcher = split.matcher(text);
        while (matcher.find() && matcher.end() < end) {
            int start = nextLearned(trajectory, tokensFor(response, matcher.end()));
            if (matcher.end() > 0 && start < response.length) {
                starts.add(start);
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Steps of equally many learned tokens; the last may be shorter, but is not only the token that ends the response. */
    private int[] byTokens(Trajectory trajectory) {
        TreeSet<Integer> starts = new TreeSet<>();
        starts.add(0);
        int learned = 0;
        int end = contentLength(trajectory);
        for (int t = 0; t < end; t++) {
            if (trajectory.isLearned(t)) {
                if (learned > 0 && learned % tokens == 0) {
                    starts.add(t);
                }
                learned++;
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Number of the tokens before those that end the sequence; at least 1. */
    public int contentLength(Trajectory trajectory) {
        int length = trajectory.length();
        while (length > 1 && tokenizer.endOfSequence().contains(trajectory.token(length - 1))) {
            length--;
        }
        return length;
    }

    /** The first learned token from a place on; the length of the response if there is none. */
    static int nextLearned(Trajectory trajectory, int from) {
        int place = from;
        while (place < trajectory.length() && !trajectory.isLearned(place)) {
            place++;
        }
        return place;
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
