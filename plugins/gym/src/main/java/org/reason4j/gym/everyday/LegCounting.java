package org.reason4j.gym.everyday;

import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Words;

/** The legs of several kinds of animals. */
public record LegCounting(List<Herd> herds) implements Problem {

    /** Some animals of one kind. */
    public record Herd(int number, String kind) {

        @Override
        public String toString() {
            return number + " " + kind;
        }
    }

    public LegCounting {
        herds = List.copyOf(herds);
    }

    private int legs() {
        return herds.stream()
                .mapToInt(herd -> herd.number() * Animals.legs(herd.kind()))
                .sum();
    }

    @Override
    public String question() {
        return "On a field there are " + Words.row(herds)
                + ". All of them are healthy and grown up. How many legs do they have together? "
                + "Answer with the number alone.";
    }

    @Override
    public String answer() {
        return Integer.toString(legs());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, legs());
    }

    /** One for each kind, and the digits of the numbers. */
    @Override
    public double work() {
        return herds.stream()
                .mapToInt(herd -> 1 + String.valueOf(herd.number()).length())
                .sum();
    }
}
