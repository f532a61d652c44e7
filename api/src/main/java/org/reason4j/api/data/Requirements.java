package org.reason4j.api.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a component needs of the rest of a recipe, and what it gives to others in return. Core checks all of it when the
 * parts of a recipe are put together, before a model is loaded.
 *
 * @param streams streams that it reads from trajectories, before the first update of a step; they are in the
 *     {@link TokenBatch}, too
 * @param lossStreams streams that it reads from the {@link TokenBatch} alone, which often cost no pass of their own
 * @param minimumGroupSize smallest number of trajectories per prompt that it works with
 * @param fields fields that every example of the dataset must have, such as {@code answer}
 * @param greedyResponse whether every prompt gets one more response, the policy's most likely one, which is scored like
 *     the others and stands in {@link ScoredGroup#greedy()}
 * @param wholeGroups whether it works only with all members of a group, as credit in a tree does
 * @param singleUpdate whether it works only where a step makes one update, from all of its responses
 * @param rewards keys of the rewards whose single scores it reads, as a filter does
 * @param attached streams that it attaches for other components; one that it alone reads need not be declared
 * @param sources which component attaches a stream of {@code streams} that core doesn't compute, for messages
 */
public record Requirements(
        Set<Stream> streams,
        Set<Stream> lossStreams,
        int minimumGroupSize,
        Set<String> fields,
        boolean greedyResponse,
        boolean wholeGroups,
        boolean singleUpdate,
        Set<String> rewards,
        Set<Stream> attached,
        Map<Stream, String> sources) {

    /** No needs at all. */
    public static final Requirements NONE = only(parts -> {});

    public Requirements {
        streams = Set.copyOf(streams);
        lossStreams = Set.copyOf(lossStreams);
        fields = Set.copyOf(fields);
        rewards = Set.copyOf(rewards);
        attached = Set.copyOf(attached);
        sources = Map.copyOf(sources);
    }

    /** Needs these streams on every trajectory: in a reward, a shaper, {@code shape} or {@code credit}. */
    public static Requirements streams(Stream... streams) {
        return only(parts -> parts.streams = Set.of(streams));
    }

    /** Needs these streams in the loss only. */
    public static Requirements lossStreams(Stream... streams) {
        return only(parts -> parts.lossStreams = Set.of(streams));
    }

    /**
     * Needs streams that another component attaches, on every trajectory.
     *
     * @param component what to add to a recipe that lacks them, such as {@code the reward 'vineppo'}
     */
    public static Requirements streamsOf(String component, Stream... streams) {
        Map<Stream, String> sources =
                Arrays.stream(streams).collect(Collectors.toMap(Function.identity(), stream -> component));
        return only(parts -> {
            parts.streams = sources.keySet();
            parts.sources = sources;
        });
    }

    /** Needs these fields in every example. */
    public static Requirements fields(String... fields) {
        return only(parts -> parts.fields = Set.of(fields));
    }

    /** Needs rewards with these keys in the recipe. */
    public static Requirements rewards(String... keys) {
        return only(parts -> parts.rewards = Set.of(keys));
    }

    /** Needs groups of at least that size, too. */
    public Requirements groupsOf(int size) {
        return and(only(parts -> parts.minimumGroupSize = size));
    }

    /** Needs a greedy response to every prompt, too. */
    public Requirements withGreedyResponse() {
        return and(only(parts -> parts.greedyResponse = true));
    }

    /** Needs all members of a group, too. */
    public Requirements withWholeGroups() {
        return and(only(parts -> parts.wholeGroups = true));
    }

    /** Needs steps of a single update, too. */
    public Requirements withSingleUpdate() {
        return and(only(parts -> parts.singleUpdate = true));
    }

    /** Attaches these streams, for others to read. */
    public Requirements attaching(Stream... streams) {
        return and(only(parts -> parts.attached = Set.of(streams)));
    }

    /** Needs what both need, and attaches what both attach. */
    public Requirements and(Requirements other) {
        Map<Stream, String> bothSources = new LinkedHashMap<>(other.sources);
        bothSources.putAll(sources);
        return new Requirements(
                union(streams, other.streams),
                union(lossStreams, other.lossStreams),
                Math.max(minimumGroupSize, other.minimumGroupSize),
                union(fields, other.fields),
                greedyResponse || other.greedyResponse,
                wholeGroups || other.wholeGroups,
                singleUpdate || other.singleUpdate,
                union(rewards, other.rewards),
                union(attached, other.attached),
                bothSources);
    }

    /** All parts, needing nothing at first. */
    private static final class Parts {
        private Set<Stream> streams = Set.of();
        private Set<Stream> lossStreams = Set.of();
        private int minimumGroupSize = 1;
        private Set<String> fields = Set.of();
        private boolean greedyResponse;
        private boolean wholeGroups;
        private boolean singleUpdate;
        private Set<String> rewards = Set.of();
        private Set<Stream> attached = Set.of();
        private Map<Stream, String> sources = Map.of();
    }

    private static Requirements only(Consumer<Parts> change) {
        Parts parts = new Parts();
        change.accept(parts);
        return new Requirements(
                parts.streams,
                parts.lossStreams,
                parts.minimumGroupSize,
                parts.fields,
                parts.greedyResponse,
                parts.wholeGroups,
                parts.singleUpdate,
                parts.rewards,
                parts.attached,
                parts.sources);
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }
}
