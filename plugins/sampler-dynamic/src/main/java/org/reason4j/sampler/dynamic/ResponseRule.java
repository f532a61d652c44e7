package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Trajectory;

/** What is wrong with a response that nothing should be learned from, whatever its reward. */
public sealed interface ResponseRule {

    /** True if it is wrong with this response. */
    boolean rejects(Trajectory response);

    /** What is wrong, as a part of a metric's name. */
    String reason();

    /**
     * A response that is too long, whether it ended by itself or not.
     *
     * @param maxTokens longest response that is not, in tokens; 0 for all that were not cut off
     */
    record Overlong(int maxTokens) implements ResponseRule {

        /** Responses that were cut off. */
        public static final Overlong DEFAULTS = new Overlong(0);

        public Overlong {
            check(maxTokens >= 0, "response-filter.rule.maxTokens must be at least 0, got %s", maxTokens);
        }

        @Override
        public boolean rejects(Trajectory response) {
            return maxTokens == 0 ? response.finish() == Finish.LENGTH : response.length() > maxTokens;
        }

        @Override
        public String reason() {
            return "overlong";
        }
    }

    /** A response that has no end: neither a token nor a text that ends responses. */
    record NoEnd() implements ResponseRule {

        @Override
        public boolean rejects(Trajectory response) {
            return response.finish() != Finish.STOP;
        }

        @Override
        public String reason() {
            return "no_end";
        }
    }

    /**
     * A response that repeats itself: of its sequences of {@code n} tokens, {@code 1 - distinct / all} is above {@code share}.
     *
     * @param n tokens of a sequence, at least 1; a response of fewer repeats nothing
     * @param share largest share of sequences that may have occurred before, in [0, 1)
     */
    record Repetition(int n, double share) implements ResponseRule {

        /** A fifth of its sequences of 20 tokens. */
        public static final Repetition DEFAULTS = new Repetition(20, 0.2);

        public Repetition {
            check(n >= 1, "response-filter.rule.n must be at least 1, got %s", n);
            check(share >= 0 && share < 1, "response-filter.rule.share must be in [0, 1), got %s", share);
        }

        @Override
        public boolean rejects(Trajectory response) {
            return repeated(response.response(), n) > share;
        }

        @Override
        public String reason() {
            return "repetition";
        }

        /** Share of the sequences of {@code n} tokens that have occurred before. */
        static double repeated(int[] tokens, int n) {
            int all = tokens.length - n + 1;
            if (all < 1) {
                return 0;
            }
            List<Integer> list = Arrays.stream(tokens).boxed().toList();
            Set<List<Integer>> distinct = new HashSet<>();
            for (int i = 0; i < all; i++) {
                distinct.add(list.subList(i, i + n));
            }
            return 1 - (double) distinct.size() / all;
        }
    }
}
