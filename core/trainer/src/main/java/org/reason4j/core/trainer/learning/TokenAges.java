package org.reason4j.core.trainer.learning;

import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * Ages of learned tokens: updates between the weights that sampled a token and the ones that it trains.
 *
 * @param max largest age; 0 where there is no token
 * @param mean mean age; empty where there is no token
 * @param olderShare share of the tokens with an age above 0
 * @param shares share of the tokens of each age, in the order of ages; empty where there is no token
 */
record TokenAges(long max, OptionalDouble mean, double olderShare, SortedMap<Long, Double> shares) {

    /**
     * Ages of the tokens of some responses.
     *
     * @param responses that the policy sampled
     * @param version of the weights that they train
     */
    static TokenAges of(List<Trajectory> responses, long version) {
        long[] ages =
                responses.stream().flatMapToLong(one -> ages(one, version)).toArray();
        LongSummaryStatistics all = LongStream.of(ages).summaryStatistics();
        double older = LongStream.of(ages).filter(age -> age > 0).count();
        long[] counts = new long[ages.length == 0 ? 0 : Math.toIntExact(all.getMax()) + 1];
        LongStream.of(ages).forEach(age -> counts[Math.toIntExact(age)]++);
        SortedMap<Long, Double> shares = new TreeMap<>();
        for (int age = 0; age < counts.length; age++) {
            if (counts[age] > 0) {
                shares.put((long) age, (double) counts[age] / ages.length);
            }
        }
        return new TokenAges(
                Math.max(0, all.getMax()),
                LongStream.of(ages).average(),
                ages.length == 0 ? 0 : older / ages.length,
                shares);
    }

    private static LongStream ages(Trajectory response, long version) {
        Optional<float[]> versions =
                response.find(TokenStream.POLICY_VERSION); // a sampler's own response may have none
        long whole = versions.isPresent() ? 0 : response.policyVersion().orElseThrow();
        return IntStream.range(0, response.length())
                .filter(response::isLearned)
                .mapToLong(t -> version - versions.map(all -> (long) all[t]).orElse(whole));
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        mean.ifPresent(any -> {
            metrics.put("staleness/max", (double) max);
            metrics.put("staleness/older_tokens", olderShare);
            shares.forEach((age, share) -> metrics.put("staleness/age_" + age, share));
        });
        return metrics;
    }
}
