package org.reason4j.api.data;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a component needs of the rest of a recipe. Core checks all of it before the first token is sampled.
 *
 * @param streams streams that it reads
 * @param minimumGroupSize smallest number of trajectories per prompt that it works with
 * @param fields fields that every example of the dataset must have, such as {@code answer}
 */
public record Requirements(Set<Stream> streams, int minimumGroupSize, Set<String> fields) {

    /** No needs at all. */
    public static final Requirements NONE = new Requirements(Set.of(), 1, Set.of());

    public Requirements {
        streams = Set.copyOf(streams);
        fields = Set.copyOf(fields);
    }

    /** Needs these streams. */
    public static Requirements streams(Stream... streams) {
        return new Requirements(Set.of(streams), 1, Set.of());
    }

    /** Needs these fields in every example. */
    public static Requirements fields(String... fields) {
        return new Requirements(Set.of(), 1, Set.of(fields));
    }

    /** Needs groups of at least that size, too. */
    public Requirements groupsOf(int size) {
        return new Requirements(streams, size, fields);
    }

    /** Needs what both need. */
    public Requirements and(Requirements other) {
        Set<Stream> allStreams = new LinkedHashSet<>(streams);
        allStreams.addAll(other.streams);
        Set<String> allFields = new LinkedHashSet<>(fields);
        allFields.addAll(other.fields);
        return new Requirements(allStreams, Math.max(minimumGroupSize, other.minimumGroupSize), allFields);
    }
}
