package org.reason4j.core.engine.model.decoding;

import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which slots of a batch read which prefix.
 *
 * @param members slots in the order of their prefixes; those of a prefix are repeated up to a number of rows from which the
 *     products of a row do not depend on the others
 * @param counts members of each prefix
 * @param holders slots with a prefix
 * @param found the index of each of them among the members
 * @param prefixes tensors of each prefix, one prefix after the other
 */
record PrefixReaders(
        List<Integer> members, List<Integer> counts, List<Integer> holders, List<Integer> found, NDList prefixes) {

    /** Sorts slots by their prefixes; members come in multiples of {@code block}. */
    static PrefixReaders of(List<Optional<SharedPrefix>> slots, int block) {
        Map<SharedPrefix, List<Integer>> readers = new LinkedHashMap<>();
        for (int slot = 0; slot < slots.size(); slot++) {
            int reader = slot;
            slots.get(slot)
                    .ifPresent(prefix -> readers.computeIfAbsent(prefix, key -> new ArrayList<>())
                            .add(reader));
        }
        List<Integer> members = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        NDList prefixes = new NDList();
        readers.forEach((prefix, of) -> {
            IntStream.range(0, of.size()).map(i -> members.size() + i).forEach(found::add);
            int rows = (of.size() + block - 1) / block * block;
            IntStream.range(0, rows)
                    .map(i -> of.get(Math.min(i, of.size() - 1)))
                    .forEach(members::add);
            counts.add(rows);
            prefixes.addAll(prefix.tensors());
        });
        return new PrefixReaders(
                members, counts, readers.values().stream().flatMap(List::stream).toList(), found, prefixes);
    }
}
