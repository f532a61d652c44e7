package org.reason4j.reward.rulebased.problems;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Numbers to be added. Its id is like {@code 47+85+36}; orders of the same numbers share a key, and so a split.
 *
 * @param terms the numbers, at least two
 */
record Chain(List<Long> terms) implements UniqueProblems.Problem {

    /** Draws a chain of {@code minTerms} to {@code maxTerms} numbers, each with so many digits; the first is not 0. */
    static Chain draw(Draws draws, int minTerms, int maxTerms, int digits) {
        long terms = draws.between(minTerms, maxTerms);
        long low = LongStream.range(1, digits).reduce(1, (power, digit) -> power * 10);
        return new Chain(LongStream.range(0, terms)
                .mapToObj(i -> draws.between(low, low * 10 - 1))
                .toList());
    }

    @Override
    public String id() {
        return terms.stream().map(String::valueOf).collect(Collectors.joining("+"));
    }

    @Override
    public String key() {
        return terms.stream().sorted().map(String::valueOf).collect(Collectors.joining("+"));
    }

    long sum() {
        return terms.stream().mapToLong(Long::longValue).sum();
    }
}
