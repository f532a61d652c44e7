package org.reason4j.gym.arithmetic;

import java.util.Locale;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** A positive integer, given in one base and wanted in another, each from 2 to 36. */
public record BaseConversion(long number, int from, int to) implements Problem {

    @Override
    public String question() {
        return "Write the number " + Long.toString(number, from) + " of base " + from + " in base " + to
                + ", with lower-case letters for digits above 9: a is 10, b is 11 and so on. Answer with its digits alone.";
    }

    @Override
    public String answer() {
        return Long.toString(number, to);
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer)
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^0++(?=.)", "")
                .equals(answer());
    }

    /** Binary digits that are read and written, and two for each letter, which is a number to look up. */
    @Override
    public double work() {
        String both = Long.toString(number, from) + answer();
        long letters = both.chars().filter(Character::isLetter).count();
        return 2.0 * (Long.SIZE - Long.numberOfLeadingZeros(number)) + 2.0 * letters;
    }
}
