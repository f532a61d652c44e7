package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * Quality times diversity: a reward above 0 is multiplied by how far its response differs from its group.
 *
 * <p>Rewards of 0 and below stay: a bad response is not better for being unusual. A response by itself keeps its
 * reward. The greedy response of a group stays as it is.
 *
 * <p>Metric: {@code darling/diversity}, mean over responses.
 *
 * @see <a href="https://arxiv.org/abs/2509.02534">DARLING: diversity-aware reinforcement learning</a>
 */
public final class Darling implements RewardShaper {

    /** What makes responses differ. */
    public enum Diversity {
        /** The share of its different n-grams of tokens that no other response of the group has. */
        NGRAMS,
        /**
         * The share of the others whose answer is another one, as the recipe's measuring reward reads it; a response without
         * an answer differs from all.
         */
        ANSWERS
    }

    /**
     * Settings of DARLING.
     *
     * @param diversity what makes responses differ
     * @param n length of the n-grams, at least 1; a shorter response is one
     */
    public record Config(Diversity diversity, int n) {

        /** 4-grams, the form for problems with one right answer. */
        public static final Config DEFAULTS = new Config(Diversity.NGRAMS, 4);

        public Config {
            check(n >= 1, "darling.n must be at least 1, got %s", n);
        }
    }

    private final Config config;
    private final Measure measure;
    private final Metrics metrics;

    public Darling(Config config, Measure measure, Metrics metrics) {
        this.config = config;
        this.measure = measure;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        double[] diversity = config.diversity() == Diversity.NGRAMS ? ofNgrams(group) : ofAnswers(group);
        Arrays.stream(diversity).forEach(value -> metrics.mean("darling/diversity", value));
        List<ScoredTrajectory> members = group.trajectories();
        return group.withTrajectories(IntStream.range(0, diversity.length)
                .mapToObj(i -> shape(members.get(i), diversity[i]))
                .toList());
    }

    private static ScoredTrajectory shape(ScoredTrajectory one, double diversity) {
        return Rewards.scaled(one, factor(Rewards.composed(one), diversity));
    }

    /** The diversity where the quality is above 0, else 1. */
    static double factor(double quality, double diversity) {
        return quality > 0 ? diversity : 1;
    }

    private double[] ofAnswers(ScoredGroup group) {
        return differentAnswers(group.trajectories().stream()
                .map(one -> measure.answer(one.trajectory()))
                .toList());
    }

    /** The share of the others with another answer, {@code [G]}; 1 for a response by itself. */
    static double[] differentAnswers(List<Optional<String>> answers) {
        Map<String, Integer> counts = new HashMap<>();
        answers.forEach(answer -> answer.ifPresent(text -> counts.merge(text, 1, Integer::sum)));
        int others = answers.size() - 1;
        return answers.stream()
                .mapToDouble(answer -> {
                    int same = answer.map(counts::get).orElse(1) - 1;
                    return others == 0 ? 1 : (double) (others - same) / others;
                })
                .toArray();
    }

    private double[] ofNgrams(ScoredGroup group) {
        return ownNgrams(group.trajectories().stream()
                .map(one -> ngrams(one.trajectory()))
                .toList());
    }

    /** The share of each set that is in no other set, {@code [G]}; 1 for a set by itself. */
    static double[] ownNgrams(List<Set<List<Integer>>> sets) {
        Map<List<Integer>, Integer> counts = new HashMap<>();
        sets.forEach(set -> set.forEach(ngram -> counts.merge(ngram, 1, Integer::sum)));
        return sets.stream()
                .mapToDouble(set -> set.stream()
                        .mapToInt(ngram -> counts.getOrDefault(ngram, 0) == 1 ? 1 : 0)
                        .average()
                        .orElse(1))
                .toArray();
    }

    private Set<List<Integer>> ngrams(Trajectory one) {
        List<Integer> tokens = Arrays.stream(one.response()).boxed().toList();
        int length = Math.min(config.n(), tokens.size());
        Set<List<Integer>> ngrams = new HashSet<>();
        for (int t = 0; t + length <= tokens.size(); t++) {
            ngrams.add(tokens.subList(t, t + length));
        }
        return ngrams;
    }
}
