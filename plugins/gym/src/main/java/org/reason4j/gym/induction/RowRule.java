package org.reason4j.gym.induction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A rule that makes one row of colours, 0 to 9, of another; 0 is the background, and a block is a longest part without it.
 *
 * @param kind what is done
 * @param k by how many cells, 0 where the kind needs none
 */
record RowRule(Kind kind, int k) implements Rule {

    /** Kinds of rules, from easy to hard, with their words. */
    enum Kind {
        MIRROR("the row is turned round", false),
        SHIFT_RIGHT("all cells move k to the right, and what leaves the row is lost", true),
        SHIFT_LEFT("all cells move k to the left, and what leaves the row is lost", true),
        ROTATE_RIGHT("all cells move k to the right, and what leaves the row comes in again on the left", true),
        ROTATE_LEFT("all cells move k to the left, and what leaves the row comes in again on the right", true),
        FALL_LEFT("all colours fall to the left, in their order", false),
        FALL_RIGHT("all colours fall to the right, in their order", false),
        COUNT("the row starts with as many ones as there were coloured cells, the rest is 0", false),
        FILL("the cells between two neighbouring colours that are equal take that colour", false),
        DENOISE("blocks of one cell vanish", false),
        PART("twos fall to the left, ones to the right, the rest is 0", false),
        PAINT_LONGEST("the longest block, the first of them, becomes 1", false),
        TOUCH("the block moves k towards the single 2, but only until it touches it", true),
        SPREAD(
                "from a single colour beside the longest block on, copies of the block in that colour, one 0 between them, fill the "
                        + "row away from the block",
                false);

        private final String words;
        private final boolean numbered;

        Kind(String words, boolean numbered) {
            this.words = words;
            this.numbered = numbered;
        }

        private Stream<RowRule> rules() {
            return IntStream.rangeClosed(numbered ? 1 : 0, numbered ? FARTHEST : 0)
                    .mapToObj(k -> new RowRule(this, k));
        }
    }

    private static final int FARTHEST = 4;
    private static final int DOT = 2;
    private static final List<RowRule> ALL =
            Stream.of(Kind.values()).flatMap(Kind::rules).toList();

    /** Returns every rule there is, kind by kind. */
    static List<RowRule> all() {
        return ALL;
    }

    /** Returns the rules of a kind. */
    static List<RowRule> of(Kind kind) {
        return ALL.stream().filter(rule -> rule.kind == kind).toList();
    }

    /** Returns what the kinds do, one after the other, for a question. */
    static String words() {
        return Stream.of(Kind.values()).map(kind -> kind.words).collect(Collectors.joining("; ")) + " (k is 1 to "
                + FARTHEST + ")";
    }

    /** Returns what the rule makes of a row; nothing where it can't be applied. */
    @Override
    public Optional<List<Integer>> apply(List<Integer> row) {
        int n = row.size();
        List<Integer> colors = row.stream().filter(cell -> cell != 0).toList();
        return switch (kind) {
            case MIRROR -> row(n, i -> row.get(n - 1 - i));
            case SHIFT_RIGHT -> row(n, i -> i < k ? 0 : row.get(i - k));
            case SHIFT_LEFT -> row(n, i -> i + k < n ? row.get(i + k) : 0);
            case ROTATE_RIGHT -> row(n, i -> row.get(Math.floorMod(i - k, n)));
            case ROTATE_LEFT -> row(n, i -> row.get((i + k) % n));
            case FALL_LEFT -> row(n, i -> i < colors.size() ? colors.get(i) : 0);
            case FALL_RIGHT -> row(n, i -> i < n - colors.size() ? 0 : colors.get(i - n + colors.size()));
            case COUNT -> row(n, i -> i < colors.size() ? 1 : 0);
            case FILL -> Optional.of(filled(row));
            case DENOISE -> Optional.of(denoised(row));
            case PART -> {
                int twos = Collections.frequency(row, 2);
                int ones = Collections.frequency(row, 1);
                yield row(n, i -> i < twos ? 2 : i < n - ones ? 0 : 1);
            }
            case PAINT_LONGEST -> Optional.of(painted(row));
            case TOUCH -> touched(row);
            case SPREAD -> spread(row);
        };
    }

    private static Optional<List<Integer>> row(int n, IntFunction<Integer> cell) {
        return Optional.of(IntStream.range(0, n).mapToObj(cell).toList());
    }

    /** A part of a row without 0. */
    private record Block(int start, int end) { // end is behind the last cell
        int length() {
            return end - start;
        }
    }

    private static List<Block> blocks(List<Integer> row) {
        List<Block> blocks = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= row.size(); i++) {
            if (i == row.size() || row.get(i) == 0) {
                if (i > start) {
                    blocks.add(new Block(start, i));
                }
                start = i + 1;
            }
        }
        return blocks;
    }

    private static Optional<Block> longest(List<Block> blocks) {
        return blocks.stream().reduce((one, other) -> other.length() > one.length() ? other : one);
    }

    private static List<Integer> painted(List<Integer> row) {
        List<Integer> painted = new ArrayList<>(row);
        longest(blocks(row)).ifPresent(block -> fill(painted, block.start(), block.end(), 1));
        return painted;
    }

    private static List<Integer> denoised(List<Integer> row) {
        List<Integer> denoised = new ArrayList<>(row);
        blocks(row).stream().filter(block -> block.length() == 1).forEach(block -> denoised.set(block.start(), 0));
        return denoised;
    }

    private static List<Integer> filled(List<Integer> row) {
        List<Integer> filled = new ArrayList<>(row);
        int last = -1;
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) != 0) {
                if (last >= 0 && row.get(last).equals(row.get(i))) {
                    fill(filled, last, i, row.get(i));
                }
                last = i;
            }
        }
        return filled;
    }

    private Optional<List<Integer>> touched(List<Integer> row) {
        int dot = row.indexOf(DOT);
        List<Integer> without = new ArrayList<>(row);
        if (dot >= 0) {
            without.set(dot, 0);
        }
        List<Block> blocks = blocks(without);
        if (dot < 0 || row.lastIndexOf(DOT) != dot || blocks.size() != 1) {
            return Optional.empty();
        }
        Block block = blocks.get(0);
        boolean left = dot < block.start();
        int by = left ? -Math.min(k, block.start() - dot - 1) : Math.min(k, dot - block.end());
        List<Integer> moved = new ArrayList<>(Collections.nCopies(row.size(), 0));
        moved.set(dot, DOT);
        for (int i = block.start(); i < block.end(); i++) {
            moved.set(i + by, row.get(i));
        }
        return Optional.of(moved);
    }

    private static Optional<List<Integer>> spread(List<Integer> row) {
        List<Block> blocks = blocks(row);
        Optional<Block> longest = longest(blocks);
        if (longest.isEmpty() || longest.get().length() < 2) {
            return Optional.empty();
        }
        int length = longest.get().length();
        List<Integer> spread = new ArrayList<>(row);
        for (Block seed : blocks) {
            if (seed.length() == 1 && seed.end() <= longest.get().start()) {
                for (int end = seed.end(); end > 0; end -= length + 1) {
                    fill(spread, end - length, end, row.get(seed.start()));
                }
            } else if (seed.length() == 1) {
                for (int start = seed.start(); start < row.size(); start += length + 1) {
                    fill(spread, start, start + length, row.get(seed.start()));
                }
            }
        }
        return Optional.of(spread);
    }

    private static void fill(List<Integer> row, int start, int end, int color) {
        for (int i = Math.max(0, start); i < Math.min(end, row.size()); i++) {
            row.set(i, color);
        }
    }
}
