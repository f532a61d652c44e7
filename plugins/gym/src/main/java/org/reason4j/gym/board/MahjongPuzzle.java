package org.reason4j.gym.board;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * What the last card that is drawn makes with a hand of letters: three of a kind, a run, or nothing.
 *
 * @param hand the first cards
 * @param rounds what is drawn and what is put away
 */
public record MahjongPuzzle(String hand, List<Round> rounds) implements Problem {

    private static final String SAME = "Peng";
    private static final String RUN = "Chi";
    private static final String NOTHING = "Pass";

    /**
     * A round.
     *
     * @param drawn the card that is drawn
     * @param away the card that is then put away
     */
    public record Round(char drawn, char away) {}

    public MahjongPuzzle {
        rounds = List.copyOf(rounds);
    }

    @Override
    public String question() {
        String played = IntStream.range(0, rounds.size())
                .mapToObj(i -> (i + 1) + ". draws " + rounds.get(i).drawn + ", puts away " + rounds.get(i).away)
                .collect(Collectors.joining("\n"));
        return "A player holds the letter cards " + String.join(" ", hand.split(""))
                + ". In each round a card is drawn and then"
                + " one is put away. A drawn card is " + SAME
                + " if the player holds two or more of the same letter already; if"
                + " not, it is " + RUN
                + " if it makes three letters that follow each other in the alphabet with two cards that the"
                + " player holds; otherwise it is " + NOTHING + ".\n" + played
                + "\nWhat is the card that is drawn in the last"
                + " round? Answer " + SAME + ", " + RUN + " or " + NOTHING + ".";
    }

    @Override
    public String answer() {
        String now = hand;
        for (Round round : rounds.subList(0, rounds.size() - 1)) {
            now = after(now, round);
        }
        return judged(now, rounds.get(rounds.size() - 1).drawn);
    }

    static String after(String hand, Round round) {
        StringBuilder after = new StringBuilder(hand).append(round.drawn);
        return after.deleteCharAt(after.indexOf(String.valueOf(round.away))).toString();
    }

    static String judged(String hand, char drawn) {
        if (hand.chars().filter(card -> card == drawn).count() >= 2) {
            return SAME;
        }
        boolean run = IntStream.rangeClosed(-2, 0)
                .anyMatch(first -> IntStream.rangeClosed(first, first + 2)
                        .filter(i -> i != 0)
                        .allMatch(i -> hand.indexOf(drawn + i) >= 0));
        return run ? RUN : NOTHING;
    }

    @Override
    public boolean accepts(String answer) {
        return answer.strip().equalsIgnoreCase(answer());
    }

    /** Cards that are held, drawn and put away. */
    @Override
    public double work() {
        return hand.length() + 2.0 * rounds.size();
    }
}
