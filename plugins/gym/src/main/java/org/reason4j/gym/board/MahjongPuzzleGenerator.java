package org.reason4j.gym.board;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.board.MahjongPuzzle.Round;

/**
 * Draws a hand and rounds; the last card is chosen so that all three judgements are about as frequent.
 *
 * @param cards cards of the hand, 5 to 20
 * @param rounds how many there are, 1 to 50
 */
public record MahjongPuzzleGenerator(int cards, int rounds) implements Generator {

    private static final String LETTERS = "ABCDEFGHIJKLMNOP";

    public MahjongPuzzleGenerator {
        range("cards", cards, 5, 20);
        range("rounds", rounds, 1, 50);
    }

    @Override
    public MahjongPuzzle problem(Draws draws) {
        StringBuilder first = new StringBuilder();
        IntStream.range(0, cards).forEach(i -> first.append(card(draws, LETTERS)));
        String hand = first.toString();
        List<Round> played = new ArrayList<>();
        for (int i = 1; i < rounds; i++) {
            char drawn = card(draws, LETTERS);
            Round round = new Round(drawn, card(draws, hand + drawn));
            played.add(round);
            hand = MahjongPuzzle.after(hand, round);
        }
        char drawn = last(draws, hand);
        played.add(new Round(drawn, card(draws, hand + drawn)));
        return new MahjongPuzzle(first.toString(), played);
    }

    private static char last(Draws draws, String hand) {
        String wanted = draws.pick(List.of("Peng", "Chi", "Pass"));
        String fitting = LETTERS.chars()
                .filter(card -> MahjongPuzzle.judged(hand, (char) card).equals(wanted))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return card(draws, fitting.isEmpty() ? LETTERS : fitting);
    }

    private static char card(Draws draws, String cards) {
        return cards.charAt(draws.below(cards.length()));
    }
}
