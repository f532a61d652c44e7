package org.reason4j.gym.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A plan for agents, one on each square of a field, who bring boxes to targets of their colours.
 *
 * @param rows of squares
 * @param columns of squares
 * @param boxes where they stand
 * @param targets as many of each colour as there are boxes of it
 */
public record BoxNet(int rows, int columns, List<Item> boxes, List<Item> targets) implements Problem {

    private static final String SQUARE =
            "\\[ ?([0-9]{1,2})(?:\\.5)?, ?([0-9]{1,2})(?:\\.5)? ?]"; // from its corner or centre
    private static final Pattern STEP = Pattern.compile("\\G\\s*+\\{([^{}]*+)}\\s*+(?:,|$)");
    private static final Pattern MOVE = Pattern.compile("\\G\\s*+\"?Agent" + SQUARE
            + "\"?\\s*+:\\s*+\"?move\\(box_([a-z]++), ?(?:target_([a-z]++)|square" + SQUARE + ")\\)\"?\\s*+(?:,|$)");

    /**
     * A box or a target.
     *
     * @param colour its colour
     * @param row of its square, from 0
     * @param column of its square, from 0
     */
    public record Item(String colour, int row, int column) {
        private String text(String kind) {
            return "- " + kind + "_" + colour + " on square[" + row + ", " + column + "]";
        }
    }

    public BoxNet {
        boxes = List.copyOf(boxes);
        targets = List.copyOf(targets);
    }

    @Override
    public String question() {
        String items = boxes.stream().map(box -> box.text("box")).collect(Collectors.joining("\n")) + "\n"
                + targets.stream().map(target -> target.text("target")).collect(Collectors.joining("\n"));
        return "On each square of a field of " + rows + " rows and " + columns
                + " columns, both counted from 0, works an agent."
                + " There are these boxes and targets:\n" + items
                + "\nIn a step an agent may move one box from his own square to a"
                + " square above, below, left or right of it, or onto a target of the box's colour on his own square; the box and"
                + " that target are done then. All agents move at once. Which steps bring every box onto a target? Answer with a"
                + " list of steps in this form, each with the moves of one or more agents:"
                + " [{\"Agent[0, 1]\": \"move(box_red, square[0, 0])\"}, {\"Agent[0, 0]\": \"move(box_red, target_red)\"}]";
    }

    /** Box by box to a target of its colour that is left, down or up first. */
    @Override
    public String answer() {
        List<Item> left = new ArrayList<>(targets);
        List<String> steps = new ArrayList<>();
        for (Item box : boxes) {
            Item target = left.stream()
                    .filter(one -> one.colour.equals(box.colour))
                    .findFirst()
                    .orElseThrow();
            left.remove(target);
            Item now = box;
            while (now.row != target.row || now.column != target.column) {
                int down = Integer.signum(target.row - now.row);
                int right = down == 0 ? Integer.signum(target.column - now.column) : 0;
                Item next = new Item(box.colour, now.row + down, now.column + right);
                steps.add(step(now, "square[" + next.row + ", " + next.column + "]"));
                now = next;
            }
            steps.add(step(now, "target_" + box.colour));
        }
        return "[" + String.join(", ", steps) + "]";
    }

    private static String step(Item box, String to) {
        return "{\"Agent[" + box.row + ", " + box.column + "]\": \"move(box_" + box.colour + ", " + to + ")\"}";
    }

    @Override
    public boolean accepts(String answer) {
        String text = Answers.stripped(answer);
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return false;
        }
        List<Item> standing = new ArrayList<>(boxes);
        List<Item> open = new ArrayList<>(targets);
        Optional<List<String>> steps =
                parts(STEP, text.substring(1, text.length() - 1).strip());
        return steps.isPresent()
                && steps.get().stream().allMatch(step -> {
                    Matcher form = STEP.matcher(step);
                    return form.matches() && play(form.group(1).strip(), standing, open);
                })
                && standing.isEmpty();
    }

    /** Everything that a pattern finds one behind the other; empty where it leaves something. */
    private static Optional<List<String>> parts(Pattern pattern, String text) {
        Matcher next = pattern.matcher(text);
        List<String> parts = new ArrayList<>();
        int read = 0;
        while (read < text.length() && next.find()) {
            parts.add(next.group());
            read = next.end();
        }
        return read == text.length() && !text.endsWith(",") ? Optional.of(parts) : Optional.empty();
    }

    private boolean play(String step, List<Item> standing, List<Item> open) {
        Optional<List<String>> moves = parts(MOVE, step);
        Set<List<Integer>> agents = new HashSet<>();
        List<Item> moved = new ArrayList<>(); // joins the others after the step
        for (String move : moves.orElse(List.of())) {
            Matcher form = MOVE.matcher(move);
            if (!form.matches()) {
                return false;
            }
            Item from = new Item(form.group(3), number(form, 1), number(form, 2));
            if (!agents.add(List.of(from.row, from.column)) || !standing.remove(from)) {
                return false;
            }
            if (form.group(4) != null) {
                if (!form.group(4).equals(from.colour) || !open.remove(from)) {
                    return false;
                }
            } else {
                Item to = new Item(from.colour, number(form, 5), number(form, 6));
                int far = Math.abs(to.row - from.row) + Math.abs(to.column - from.column);
                if (far != 1 || to.row >= rows || to.column >= columns) {
                    return false;
                }
                moved.add(to);
            }
        }
        standing.addAll(moved);
        return moves.isPresent();
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    /** Moves of the plan that goes box by box. */
    @Override
    public double work() {
        return answer().split("move", -1).length - 1.0;
    }
}
