package org.reason4j.core.engine.model.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Places of the tokens of some rows in a pass. Either each row is computed whole, or rows that begin with the same tokens share
 * these: {@code B} prefixes, right-padded to {@code T} tokens, and then {@code G} continuations of each, right-padded to
 * {@code S}. Of the two the one with fewer tokens is taken, if sharing saves a tenth.
 *
 * <p>Rows that share stand side by side. Prefixes are chosen such that as few tokens as possible are computed twice, padding
 * aside; a prefix with more than {@code G} continuations is computed several times.
 */
public final class PassLayout {

    /** Attention of rows of more tokens is fused: it holds no weight for each head and key. That of continuations does. */
    private static final int PLAIN = 256;

    /** What a token holds for the backward pass, in numbers for each head; some models hold three times as many. */
    private static final int HELD = 512;

    private static final double LEAST_SAVING = 0.1;

    private final long[] shape;
    private final long[] lengths; // of the prefixes, padding included
    private final Row[] rows;
    private final int longest;

    private PassLayout(long[] shape, long[] lengths, Row[] rows, int longest) {
        this.shape = shape;
        this.lengths = lengths;
        this.rows = rows;
        this.longest = longest;
    }

    /**
     * Places of a row's tokens.
     *
     * @param shared number of its tokens in a prefix, the first ones
     * @param prefix place of the first of them
     * @param own place of the first of the others
     * @param begins whether no row before it has the same prefix
     */
    private record Row(int shared, int prefix, int own, boolean begins) {}

    /** Consecutive rows that share a prefix: the first one, the one after the last, and the tokens that they share. */
    private record Cluster(int from, int to, int prefix) {

        int size() {
            return to - from;
        }
    }

    /** Lays out rows, none of them empty. */
    public static PassLayout of(List<int[]> rows) {
        PassLayout whole = whole(rows.size(), longest(rows));
        List<Cluster> clusters = clusters(rows);
        int shared = clusters.stream()
                .filter(one -> one.size() > 1)
                .mapToInt(Cluster::prefix)
                .max()
                .orElse(0);
        if (shared == 0) {
            return whole;
        }
        PassLayout best = whole;
        int most = clusters.stream().mapToInt(Cluster::size).max().orElseThrow();
        for (int perPrefix = 2; perPrefix <= most; perPrefix++) {
            PassLayout some = shared(rows, clusters, shared, perPrefix);
            if (some.holdsNoMoreThan(whole) && some.tokens() < (best == whole ? 1 - LEAST_SAVING : 1) * best.tokens()) {
                best = some;
            }
        }
        return best;
    }

    /** True if the weights that longer rows do not hold take no more memory than the tokens that are saved. */
    private boolean holdsNoMoreThan(PassLayout whole) {
        long continued = shape[0] * shape[2] * shape[3];
        long keys = shape[1] + shape[3];
        return continued * (keys - PLAIN) <= HELD * (whole.tokens() - tokens());
    }

    private static PassLayout whole(int count, int longest) {
        int width = Sizes.atLeast(longest);
        Row[] rows = new Row[count];
        Arrays.setAll(rows, row -> new Row(0, 0, row * width, true));
        return new PassLayout(new long[] {Sizes.atLeast(count), width, 0, 0}, new long[0], rows, longest);
    }

    private static PassLayout shared(List<int[]> rows, List<Cluster> clusters, int shared, int perPrefix) {
        List<Cluster> prefixes = new ArrayList<>();
        for (Cluster cluster : clusters) {
            int prefix = cluster.size() > 1 ? cluster.prefix() : Math.min(shared, rows.get(cluster.from()).length - 1);
            for (int from = cluster.from(); from < cluster.to(); from += perPrefix) {
                prefixes.add(new Cluster(from, Math.min(from + perPrefix, cluster.to()), prefix));
            }
        }
        int longest = prefixes.stream().mapToInt(Cluster::prefix).max().orElseThrow();
        int continued = prefixes.stream()
                .mapToInt(one -> longest(rows.subList(one.from(), one.to())) - one.prefix())
                .max()
                .orElseThrow();
        int size = Sizes.atLeast(continued);
        int width = Sizes.atLeast(longest);
        int padded = Sizes.atLeast(prefixes.size());
        long[] lengths = new long[padded];
        Row[] places = new Row[rows.size()];
        for (int i = 0; i < prefixes.size(); i++) {
            Cluster one = prefixes.get(i);
            lengths[i] = one.prefix();
            for (int row = one.from(); row < one.to(); row++) {
                int own = padded * width + (i * perPrefix + row - one.from()) * size;
                places[row] = new Row(one.prefix(), i * width, own, row == one.from());
            }
        }
        return new PassLayout(new long[] {padded, width, perPrefix, size}, lengths, places, longest);
    }

    private static int longest(List<int[]> rows) {
        return rows.stream().mapToInt(row -> row.length).max().orElse(0);
    }

    /** Splits rows such that prefixes save most: by the best last cluster of each number of first rows. */
    private static List<Cluster> clusters(List<int[]> rows) {
        int count = rows.size();
        long[] saved = new long[count + 1];
        Cluster[] last = new Cluster[count + 1];
        for (int to = 1; to <= count; to++) {
            saved[to] = saved[to - 1];
            last[to] = new Cluster(to - 1, to, 0);
            int prefix = rows.get(to - 1).length - 1;
            for (int from = to - 2; from >= 0 && prefix > 0; from--) {
                prefix = Math.min(prefix, common(rows.get(from), rows.get(from + 1), prefix));
                long saving = saved[from] + (long) (to - 1 - from) * prefix;
                if (saving > saved[to]) {
                    saved[to] = saving;
                    last[to] = new Cluster(from, to, prefix);
                }
            }
        }
        List<Cluster> clusters = new ArrayList<>();
        for (int to = count; to > 0; to = last[to].from()) {
            clusters.add(0, last[to]);
        }
        return clusters;
    }

    /** Number of first tokens that two rows share, at most so many, and not all of the first one. */
    private static int common(int[] one, int[] other, int most) {
        int end = Math.min(most, Math.min(one.length - 1, other.length));
        int mismatch = Arrays.mismatch(one, 0, end, other, 0, end);
        return mismatch < 0 ? end : mismatch;
    }

    /** {@code B, T, G, S}; {@code G} is 0 where each row is whole. */
    public long[] shape() {
        return shape.clone();
    }

    /** Tokens of each prefix, {@code [B]}; empty where each row is whole. */
    public long[] lengths() {
        return lengths.clone();
    }

    /** True if attention of a pass over these rows is fused. */
    public boolean fused() {
        return longest() > PLAIN;
    }

    /** Most tokens of a prefix, or of a row where each is whole. */
    public int longest() {
        return longest;
    }

    /** Tokens that are computed, padding included. */
    public long tokens() {
        return shape[0] * (shape[1] + shape[2] * shape[3]);
    }

    /** True if no row before this one has the same prefix in the pass. */
    public boolean begins(int row) {
        return rows[row].begins();
    }

    /** The place of a row's token in the pass. */
    public int place(int row, int token) {
        Row places = rows[row];
        return token < places.shared() ? places.prefix() + token : places.own() + token - places.shared();
    }

    /** The tokens of rows in their places, 0 for padding. */
    public long[] ids(List<int[]> sequences) {
        long[] ids = new long[Math.toIntExact(tokens())];
        for (int row = 0; row < rows.length; row++) {
            int[] tokens = sequences.get(row);
            for (int t = rows[row].begins() ? 0 : rows[row].shared(); t < tokens.length; t++) {
                ids[place(row, t)] = tokens[t];
            }
        }
        return ids;
    }
}
