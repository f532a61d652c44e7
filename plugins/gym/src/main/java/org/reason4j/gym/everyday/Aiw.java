package org.reason4j.gym.everyday;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * How many women there are round somebody, told from the point of view of a woman who is one of them herself.
 *
 * @param told what is told
 * @param woman who is told about, with {@code women} and {@code men} round her
 * @param other who is asked about
 * @param women round the woman
 * @param men round the woman
 * @param further people of a second circle that only the woman's circle touches; told of colleagues alone
 */
public record Aiw(Told told, String woman, String other, int women, int men, int further) implements Problem {

    /** What is told. */
    public enum Told {
        /** A woman with brothers and sisters; the sisters of one of the brothers. */
        BROTHER,
        /** A group of friends; the women among those of one of the men. */
        FRIEND,
        /** Two circles of colleagues that share one woman; the women of one circle round her are asked for. */
        COLLEAGUE
    }

    @Override
    public String question() {
        return switch (told) {
            case BROTHER ->
                woman + " has " + count(women, "sister") + " and " + count(men, "brother")
                        + ". They all have the same parents. How many sisters does " + other
                        + ", one of her brothers, have?" + END;
            case FRIEND ->
                woman + " has " + count(women, "female friend") + " and " + count(men, "male friend")
                        + ". All these people are friends of each other and have no further friends. How many female friends does "
                        + other
                        + ", one of the men, have?" + END;
            case COLLEAGUE ->
                woman + " works together with " + count(women, "woman") + " and " + count(men, "man")
                        + ", who all work together with each other. " + other + " works together with "
                        + count(further, "other person")
                        + " in another town, and none of those has ever met " + woman
                        + " or her colleagues. One of the women who work with "
                        + woman + " is Zita. She works with nobody else. With how many women does Zita work together?"
                        + END;
        };
    }

    private static final String END = " Answer with the number alone.";

    private static String count(int number, String word) {
        String plural = word.endsWith("man") ? word.substring(0, word.length() - 2) + "en" : word + "s";
        return number + " " + (number == 1 ? word : plural.replace("persons", "people"));
    }

    /** Those round the woman, and herself in place of the one who is asked about where that is a woman. */
    private int answerNumber() {
        return told == Told.COLLEAGUE ? women : women + 1;
    }

    @Override
    public String answer() {
        return Integer.toString(answerNumber());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, answerNumber());
    }

    /** People who must be told apart. */
    @Override
    public double work() {
        return women + men + (told == Told.COLLEAGUE ? further : 0) + told.ordinal() * 2.0;
    }
}
