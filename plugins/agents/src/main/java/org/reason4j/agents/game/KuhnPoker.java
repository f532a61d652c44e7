package org.reason4j.agents.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.random.SplitMix64;

/**
 * Poker with three cards, one of which each player gets, and one round of bets. Outcomes are chips over two, the most that can
 * be lost. Its expert plays an equilibrium, which loses 1/18 of a chip per game as the first player, whoever the other one is
 * that plays well.
 *
 * @see <a href="https://arxiv.org/abs/2506.24119">SPIRAL, which trains on it; the game and its equilibria are of Kuhn 1950, A
 *     simplified two-person poker</a>
 */
public final class KuhnPoker implements Game {

    private static final List<String> CARDS = List.of("J", "Q", "K");
    private static final String CHECK = "check";
    private static final String BET = "bet";
    private static final String FOLD = "fold";
    private static final String CALL = "call";
    private static final double LARGEST = 2; // chips that a player can lose

    @Override
    public String name() {
        return "kuhn-poker";
    }

    @Override
    public List<String> roles() {
        return List.of("first", "second");
    }

    @Override
    public String rules() {
        return "Both players put in one chip and get one card of J, Q and K; K is the highest. The first player says check or"
                + " bet, which puts in another chip. After a check the second one says check or bet. Who faces a bet says call,"
                + " which puts in a chip too, or fold, which loses what is in. Otherwise the higher card wins all chips.";
    }

    @Override
    public Position start(long key) {
        int first = (int) SplitMix64.below(SplitMix64.number(key, 0), 3);
        int second = (first + 1 + (int) SplitMix64.below(SplitMix64.number(key, 1), 2)) % 3;
        return new Hand(List.of(first, second), List.of());
    }

    /**
     * A hand.
     *
     * @param cards of both players, 0 for J up to 2 for K
     * @param said moves so far
     */
    record Hand(List<Integer> cards, List<String> said) implements Position {

        @Override
        public int player() {
            return isOver() ? (said.size() + 1) % 2 : said.size() % 2;
        }

        @Override
        public String view() {
            return "Your card: " + CARDS.get(cards.get(player())) + "\nSaid so far: "
                    + (said.isEmpty() ? "nothing" : String.join(", ", said));
        }

        @Override
        public List<String> moves() {
            if (isOver()) {
                return List.of();
            }
            return said.contains(BET) ? List.of(FOLD, CALL) : List.of(CHECK, BET);
        }

        @Override
        public Optional<Position> after(String move) {
            if (!moves().contains(move)) {
                return Optional.empty();
            }
            List<String> now = new ArrayList<>(said);
            now.add(move);
            return Optional.of(new Hand(cards, List.copyOf(now)));
        }

        @Override
        public boolean isOver() {
            return said.contains(FOLD) || said.contains(CALL) || said.equals(List.of(CHECK, CHECK));
        }

        @Override
        public double outcome(int player) {
            int winner = said.contains(FOLD) ? said.size() % 2 : cards.get(0) > cards.get(1) ? 0 : 1;
            int chips = said.contains(CALL) ? 2 : 1;
            return (player == winner ? chips : -chips) / LARGEST;
        }
    }

    @Override
    public String expert(Position position, long key) {
        boolean bold = SplitMix64.uniform(SplitMix64.number(key, 0)) < boldness((Hand) position);
        return position.moves().get(bold ? 1 : 0);
    }

    /** Probability of betting, or of calling a bet, in the equilibrium in which the first player bets with every K. */
    static double boldness(Hand hand) {
        int card = hand.cards().get(hand.player());
        if (card == 2) {
            return 1;
        }
        boolean facesBet = hand.said().contains(BET);
        if (card == 0) {
            return facesBet ? 0 : 1 / 3.0; // bluffs
        }
        return !facesBet ? 0 : hand.player() == 0 ? 2 / 3.0 : 1 / 3.0;
    }
}
