package org.reason4j.gym.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.search.Shortest.Move;

/**
 * The shortest way to a number with buttons, each of which changes a light as well and may work at one colour alone.
 *
 * @param buttons what can be pressed
 * @param start the first number
 * @param red whether the light is red at first; else it is green
 * @param target the number that must be reached
 */
public record QuantumLock(List<Button> buttons, int start, boolean red, int target) implements Problem {

    private static final int LONGEST = 16;
    private static final int MOST_STATES = 50_000;

    /** What a button does with the number. */
    public enum Operation {
        ADD("adds "),
        SUBTRACT("subtracts "),
        MULTIPLY("multiplies by ");

        private final String text;

        Operation(String text) {
            this.text = text;
        }
    }

    /** When a button works. */
    public enum Light {
        RED,
        GREEN,
        ANY
    }

    /**
     * A button.
     *
     * @param name a letter
     * @param operation what it does
     * @param value with what
     * @param light when
     */
    public record Button(char name, Operation operation, int value, Light light) {

        private State press(State now) {
            boolean works = light == Light.ANY || (light == Light.RED) == now.red;
            long number = !works
                    ? now.number
                    : switch (operation) {
                        case ADD -> now.number + value;
                        case SUBTRACT -> now.number - value;
                        case MULTIPLY -> now.number * value;
                    };
            return new State(number, !now.red);
        }

        private String text() {
            String when = light == Light.ANY
                    ? ""
                    : ", but only while the light is " + light.name().toLowerCase(Locale.ROOT);
            return name + " " + operation.text + value + when;
        }
    }

    /** The number and the light. */
    record State(long number, boolean red) {}

    public QuantumLock {
        buttons = List.copyOf(buttons);
    }

    @Override
    public String question() {
        return "A lock shows the number " + start + " and a " + (red ? "red" : "green")
                + " light. Every press of a button turns a"
                + " red light green and a green one red, also where the button leaves the number as it is.\n"
                + buttons.stream().map(Button::text).collect(Collectors.joining("\n"))
                + "\nThe light that counts is the one"
                + " before the press. Which buttons make the number " + target
                + " with as few presses as possible? Answer with"
                + " their letters in order, in this form: A B A";
    }

    List<Move<State>> moves(State now) {
        List<Move<State>> moves = new ArrayList<>();
        buttons.forEach(button -> moves.add(new Move<>(String.valueOf(button.name), button.press(now))));
        return moves;
    }

    State first() {
        return new State(start, red);
    }

    private List<String> shortest() {
        return Shortest.path(first(), state -> state.number == target, this::moves, LONGEST, MOST_STATES)
                .orElseThrow();
    }

    @Override
    public String answer() {
        return String.join(" ", shortest());
    }

    /** Blanks, commas and arrows may stand between the letters, or nothing. */
    @Override
    public boolean accepts(String answer) {
        String pressed = Answers.stripped(answer).replaceAll("(?<=[A-Z])\\s*+(?:→|->|,)?+\\s*+(?=[A-Z])", "");
        if (pressed.isEmpty() || pressed.length() > LONGEST) {
            return false;
        }
        State now = first();
        for (char letter : pressed.toCharArray()) {
            State before = now;
            List<State> after = buttons.stream()
                    .filter(button -> button.name == letter)
                    .map(button -> button.press(before))
                    .toList();
            if (after.isEmpty()) {
                return false;
            }
            now = after.get(0);
        }
        return now.number == target && pressed.length() == shortest().size();
    }

    /** Buttons that can be pressed on the shortest way. */
    @Override
    public double work() {
        return shortest().size() * (double) buttons.size();
    }
}
