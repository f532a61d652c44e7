package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Numbers to be added. Its id is like {@code 47+85+36}; orders of the same numbers share a key, and so a split.
 *
 * @param terms the numbers, at least two
 */
record Chain(List<Long> terms) implements UniqueProblems.Problem {

    /** Refuses impossible settings of chains by their names; {@code dataset} is the name of the dataset. */
    static void validate(String dataset, int count, int minTerms, int maxTerms, int digits) {
        check(count > 0, "%s.count must be positive, got %s", dataset, count);
        check(
                minTerms >= 2 && minTerms <= maxTerms && maxTerms <= 20,
                "%s.minTerms and %s.maxTerms must satisfy 2 <= minTerms <= maxTerms <= 20, got %s and %s",
                dataset,
                dataset,
                minTerms,
                maxTerms);
        check(digits >= 1 && digits <= 15, "%s.digits must be in [1, 15], got %s", dataset, digits);
    }

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
