package org.reason4j.api.data;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a component needs of the rest of a recipe. Core checks all of it before the first token is sampled.
 *
 * <p>A stream that no part of core computes is one that a plugin of the recipe attaches with {@link Trajectory#with}.
 * Whether it does shows only when the stream is read; core can't check it before.
 *
 * @param streams streams that it reads from trajectories, before the first update of a step; they are in the
 *     {@link TokenBatch}, too
 * @param lossStreams streams that it reads from the {@link TokenBatch} alone, which often cost no pass of their own
 * @param minimumGroupSize smallest number of trajectories per prompt that it works with
 * @param fields fields that every example of the dataset must have, such as {@code answer}
 * @param greedyResponse whether every prompt gets one more response, the policy's most likely one, which is scored like
 *     the others and stands in {@link ScoredGroup#greedy()}
 * @param wholeGroups whether it works only with all members of a group, as credit in a tree does
 */
public record Requirements(
        Set<Stream> streams,
        Set<Stream> lossStreams,
        int minimumGroupSize,
        Set<String> fields,
        boolean greedyResponse,
        boolean wholeGroups) {

    /** No needs at all. */
    public static final Requirements NONE = new Requirements(Set.of(), Set.of(), 1, Set.of(), false, false);

    public Requirements {
        streams = Set.copyOf(streams);
        lossStreams = Set.copyOf(lossStreams);
        fields = Set.copyOf(fields);
    }

    /** Needs these streams on every trajectory: in a reward, a shaper, {@code shape} or {@code credit}. */
    public static Requirements streams(Stream... streams) {
        return new Requirements(Set.of(streams), Set.of(), 1, Set.of(), false, false);
    }

    /** Needs these streams in the loss only. */
    public static Requirements lossStreams(Stream... streams) {
        return new Requirements(Set.of(), Set.of(streams), 1, Set.of(), false, false);
    }

    /** Needs these fields in every example. */
    public static Requirements fields(String... fields) {
        return new Requirements(Set.of(), Set.of(), 1, Set.of(fields), false, false);
    }

    /** Needs groups of at least that size, too. */
    public Requirements groupsOf(int size) {
        return new Requirements(streams, lossStreams, size, fields, greedyResponse, wholeGroups);
    }

    /** Needs a greedy response to every prompt, too. */
    public Requirements withGreedyResponse() {
        return new Requirements(streams, lossStreams, minimumGroupSize, fields, true, wholeGroups);
    }

    /** Needs all members of a group, too. */
    public Requirements withWholeGroups() {
        return new Requirements(streams, lossStreams, minimumGroupSize, fields, greedyResponse, true);
    }

    /** Needs what both need. */
    public Requirements and(Requirements other) {
        return new Requirements(
                union(streams, other.streams),
                union(lossStreams, other.lossStreams),
                Math.max(minimumGroupSize, other.minimumGroupSize),
                union(fields, other.fields),
                greedyResponse || other.greedyResponse,
                wholeGroups || other.wholeGroups);
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }
}
