package org.reason4j.gym.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A tower of disks, moved from one peg to another in as few moves as can be.
 *
 * @param disks how many; disk 1 is the smallest
 * @param pegs how many, 3 or 4, for which the fewest moves are known
 * @param from the peg on which all stand, from 1
 * @param to the peg on which all must stand, from 1
 */
public record TowerOfHanoi(int disks, int pegs, int from, int to) implements Problem {

    private static final Pattern MOVE =
            Pattern.compile("(?:move )?disk ([0-9]{1,2}) from peg ([0-9]) to peg ([0-9])", Pattern.CASE_INSENSITIVE);

    private record Step(int disk, int from, int to) {}

    @Override
    public String question() {
        return "On peg " + from + " of " + pegs + " pegs there are " + disks + " disks: disk 1, the smallest, on top,"
                + " and below it each next larger one. One disk at a time is moved from the top of a peg to another peg, never"
                + " onto a smaller one. How do all of them get to peg " + to
                + " in as few moves as possible? Answer with one"
                + " move on a line, in this form: disk 1 from peg " + from + " to peg " + to;
    }

    /**
     * The fewest moves: by Frame and Stewart's rule, which is optimal for three and for four pegs.
     *
     * @see <a href="https://doi.org/10.1007/s00283-014-9482-9">Bousch: La quatrième tour de Hanoï</a>
     */
    private static int fewest(int disks, int pegs) {
        return disks < 2
                ? disks
                : pegs == 3
                        ? (1 << disks) - 1
                        : IntStream.range(1, disks)
                                .map(above -> 2 * fewest(above, pegs) + fewest(disks - above, pegs - 1))
                                .min()
                                .orElseThrow();
    }

    /** Moves the disks above {@code bottom} aside with all pegs, the rest with one peg less, then the first ones again. */
    private static Stream<Step> steps(int top, int bottom, int from, int to, List<Integer> free) {
        int disks = bottom - top + 1;
        if (disks == 0) {
            return Stream.empty();
        }
        if (disks == 1) {
            return Stream.of(new Step(top, from, to));
        }
        int above = free.size() == 1 // three pegs in all
                ? disks - 1
                : IntStream.range(1, disks)
                        .filter(i -> 2 * fewest(i, 4) + fewest(disks - i, 3) == fewest(disks, 4))
                        .findFirst()
                        .orElseThrow();
        int aside = free.get(0);
        List<Integer> others = new ArrayList<>(free.subList(1, free.size()));
        Stream<Step> rest = steps(top + above, bottom, from, to, others);
        return Stream.of(
                        steps(top, top + above - 1, from, aside, and(others, to)),
                        rest,
                        steps(top, top + above - 1, aside, to, and(others, from)))
                .flatMap(each -> each);
    }

    private static List<Integer> and(List<Integer> pegs, int another) {
        return Stream.concat(pegs.stream(), Stream.of(another)).toList();
    }

    @Override
    public String answer() {
        List<Integer> free = IntStream.rangeClosed(1, pegs)
                .filter(peg -> peg != from && peg != to)
                .boxed()
                .toList();
        return steps(1, disks, from, to, free)
                .map(step -> "disk " + step.disk + " from peg " + step.from + " to peg " + step.to)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public boolean accepts(String answer) {
        List<Deque<Integer>> standing = Stream.generate(() -> (Deque<Integer>) new ArrayDeque<Integer>())
                .limit(pegs)
                .toList();
        IntStream.rangeClosed(1, disks).forEach(disk -> standing.get(from - 1).addLast(disk));
        int moves = 0;
        for (String line : Answers.lines(answer)) {
            Matcher form = MOVE.matcher(line);
            boolean right = line.isEmpty() || form.matches() && move(standing, form);
            if (!right) {
                return false;
            }
            moves += line.isEmpty() ? 0 : 1;
        }
        return moves == fewest(disks, pegs) && standing.get(to - 1).size() == disks;
    }

    private boolean move(List<Deque<Integer>> standing, Matcher form) {
        int disk = Integer.parseInt(form.group(1));
        int source = form.group(2).charAt(0) - '1';
        int target = form.group(3).charAt(0) - '1';
        if (source < 0 || source >= pegs || target < 0 || target >= pegs) {
            return false;
        }
        Integer top = standing.get(source).peekFirst();
        Integer under = standing.get(target).peekFirst();
        if (top == null || top != disk || under != null && under < disk) {
            return false;
        }
        standing.get(target).addFirst(standing.get(source).removeFirst());
        return true;
    }

    /** Pairs of pegs at each move. */
    @Override
    public double work() {
        return fewest(disks, pegs) * (double) (pegs * (pegs - 1));
    }
}
