package org.reason4j.core.engine.rollout.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where each n-gram of some sequences stood last, so that a sequence can be drafted by what followed its last tokens there:
 * prompt lookup decoding (Saxena, 2023) over several sequences. The longest n-gram that is known decides.
 *
 * <p>Tokens are not copied: an entry is a sequence and a position in one table with open addressing. Nothing is allocated per
 * token, except where the table doubles.
 */
final class NgramIndex {

    private static final int[] ORDERS = {5, 3, 2};
    private static final int FIRST_SIZE = 1 << 10;
    private static final long NOTHING = -1;

    private final List<DraftSource> sources = new ArrayList<>();
    private int[] indexed = new int[8]; // per source, the last token of the first n-gram that is not yet here
    private long[] table = emptyTable(FIRST_SIZE);
    private int entries;

    private static long[] emptyTable(int size) {
        long[] table = new long[size];
        Arrays.fill(table, NOTHING);
        return table;
    }

    /** Adds a sequence, whose tokens may become more. */
    void add(DraftSource source) {
        if (sources.size() == indexed.length) {
            indexed = Arrays.copyOf(indexed, 2 * indexed.length);
        }
        sources.add(source);
    }

    /** The sequences that were added. */
    List<DraftSource> sources() {
        return sources;
    }

    /**
     * Puts what may follow a sequence into an array, and returns how many tokens that are. Where it is copied from the sequence's
     * own end, it goes on with itself.
     *
     * @param offset index of the first token in {@code draft}
     * @param most most tokens
     */
    int draft(DraftSource sequence, int[] draft, int offset, int most) {
        update();
        int known = sequence.known();
        for (int order : ORDERS) {
            if (known >= order && most > 0) {
                long entry = table[place(order, sequence.tokens(), known - 1)];
                if (entry != NOTHING) {
                    return copy(source(entry), (int) entry + 1, source(entry) == sequence, draft, offset, most);
                }
            }
        }
        return 0;
    }

    private static int copy(DraftSource from, int first, boolean own, int[] draft, int offset, int most) {
        int there = Math.min(most, from.known() - first);
        System.arraycopy(from.tokens(), first, draft, offset, there);
        if (!own) {
            return there;
        }
        for (int i = there; i < most; i++) {
            draft[offset + i] = draft[offset + i - there];
        }
        return most;
    }

    /** Enters the n-grams that have a token after them by now. */
    private void update() {
        for (int source = 0; source < sources.size(); source++) {
            DraftSource each = sources.get(source);
            int last = indexed[source];
            for (; last < each.known() - 1; last++) {
                enter(source, each.tokens(), last);
            }
            indexed[source] = last;
        }
    }

    private void enter(int source, int[] tokens, int last) {
        for (int order : ORDERS) {
            if (last + 1 >= order) {
                int place = place(order, tokens, last);
                if (table[place] == NOTHING && 2 * ++entries > table.length) {
                    grow();
                    place = place(order, tokens, last);
                }
                table[place] = entry(order, source, last);
            }
        }
    }

    private static long entry(int order, int source, int last) {
        return ((long) order << 56) | ((long) source << 32) | last;
    }

    private static int order(long entry) {
        return (int) (entry >>> 56);
    }

    private DraftSource source(long entry) {
        return sources.get((int) (entry >>> 32) & 0xffffff);
    }

    /** The place of an n-gram, or the empty one that it would take. */
    private int place(int order, int[] tokens, int last) {
        int hash = order;
        for (int i = last - order + 1; i <= last; i++) {
            hash = 31 * hash + tokens[i];
        }
        hash *= 0x9E3779B9;
        int place = (hash ^ (hash >>> 15)) & (table.length - 1);
        while (table[place] != NOTHING && !isAt(table[place], order, tokens, last)) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }

    private boolean isAt(long entry, int order, int[] tokens, int last) {
        if (order(entry) != order) {
            return false;
        }
        int end = (int) entry + 1;
        return Arrays.equals(source(entry).tokens(), end - order, end, tokens, last + 1 - order, last + 1);
    }

    private void grow() {
        long[] old = table;
        table = emptyTable(2 * old.length);
        for (long entry : old) {
            if (entry != NOTHING) {
                table[place(order(entry), source(entry).tokens(), (int) entry)] = entry;
            }
        }
    }
}
