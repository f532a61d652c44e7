package org.reason4j.agents.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.random.SplitMix64;

/**
 * A negotiation: both players hold wood and ore, which each values in its own way and in private, and exchange some of it. Whose
 * goods gain more value wins. Its expert takes any exchange that it gains by, and else offers one piece of what it values less
 * for one of the other; nobody knows a best play, since the values of the other one are hidden.
 *
 * @see <a href="https://arxiv.org/abs/2506.24119">SPIRAL, appendix: Simple Negotiation, with fewer goods and turns</a>
 */
public final class Barter implements Game {

    /** Turns of both players together. */
    static final int TURNS = 6;

    private static final int FEWEST = 2;
    private static final int MOST = 5;
    private static final int LARGEST_VALUE = 9;
    private static final List<String> GOODS = List.of("wood", "ore");
    private static final String ACCEPT = "accept";
    private static final String PASS = "pass";

    @Override
    public String name() {
        return "negotiation";
    }

    @Override
    public List<String> roles() {
        return List.of("first", "second");
    }

    @Override
    public String rules() {
        return "Both players hold wood and ore, and value them differently; nobody sees the values of the other one. In turn, "
                + TURNS / 2
                + " times each, a player accepts the offer of the other one by accept, makes an offer such as give 2"
                + " wood for 1 ore, which declines that of the other one, or says pass. The player whose goods gain more in"
                + " own value wins.";
    }

    @Override
    public Position start(long key) {
        int[] drawn = new int[8];
        for (int i = 0; i < 8; i++) {
            int low = i < 4 ? FEWEST : 1;
            int high = i < 4 ? MOST : LARGEST_VALUE;
            drawn[i] = low + (int) SplitMix64.below(SplitMix64.number(key, i), high - low + 1);
        }
        List<Integer> first = List.of(drawn[0], drawn[1]);
        List<Integer> second = List.of(drawn[2], drawn[3]);
        return new Table(
                List.of(first, second),
                List.of(first, second),
                List.of(List.of(drawn[4], drawn[5]), List.of(drawn[6], drawn[7])),
                Optional.empty(),
                0);
    }

    /** An offer: so many pieces of one of the goods for so many of the other. */
    record Offer(int good, int given, int wanted) {

        String text() {
            return "give " + given + " " + GOODS.get(good) + " for " + wanted + " " + GOODS.get(1 - good);
        }
    }

    /**
     * The state between two turns.
     *
     * @param before what both players held at the start
     * @param held what they hold now
     * @param values worth of a piece to each of them
     * @param offer of the player who moved last
     * @param turns that are over
     */
    record Table(
            List<List<Integer>> before,
            List<List<Integer>> held,
            List<List<Integer>> values,
            Optional<Offer> offer,
            int turns)
            implements Position {

        @Override
        public int player() {
            return isOver() ? (turns + 1) % 2 : turns % 2;
        }

        @Override
        public String view() {
            int own = player();
            return "You hold " + goods(held.get(own)) + "; the other one holds " + goods(held.get(1 - own))
                    + ".\nA piece is worth to you: wood " + values.get(own).get(0) + ", ore "
                    + values.get(own).get(1) + ".\nOffer of the other one: "
                    + offer.map(Offer::text).orElse("none") + ".\nTurns left: " + (TURNS - turns);
        }

        private static String goods(List<Integer> pieces) {
            return pieces.get(0) + " wood, " + pieces.get(1) + " ore";
        }

        @Override
        public List<String> moves() {
            List<String> moves = new ArrayList<>();
            if (isOver()) {
                return moves;
            }
            if (offer.isPresent()) {
                moves.add(ACCEPT);
            }
            moves.add(PASS);
            offers().forEach(one -> moves.add(one.text()));
            return moves;
        }

        private List<Offer> offers() {
            List<Offer> offers = new ArrayList<>();
            int own = player();
            for (int good = 0; good < 2; good++) {
                for (int given = 1; given <= held.get(own).get(good); given++) {
                    for (int wanted = 1; wanted <= held.get(1 - own).get(1 - good); wanted++) {
                        offers.add(new Offer(good, given, wanted));
                    }
                }
            }
            return offers;
        }

        @Override
        public Optional<Position> after(String move) {
            if (isOver()) {
                return Optional.empty();
            }
            if (move.equals(ACCEPT)) {
                return offer.map(accepted -> next(exchanged(accepted), Optional.empty()));
            }
            if (move.equals(PASS)) {
                return Optional.of(next(held, Optional.empty()));
            }
            return offers().stream()
                    .filter(one -> one.text().equals(move))
                    .findFirst()
                    .map(one -> next(held, Optional.of(one)));
        }

        private Table next(List<List<Integer>> holding, Optional<Offer> offered) {
            return new Table(before, holding, values, offered, turns + 1);
        }

        /** What both hold after the offer of the other one is accepted. */
        private List<List<Integer>> exchanged(Offer accepted) {
            int other = 1 - player();
            List<Integer> giver = moved(held.get(other), accepted, 1);
            List<Integer> taker = moved(held.get(player()), accepted, -1);
            return other == 0 ? List.of(giver, taker) : List.of(taker, giver);
        }

        private static List<Integer> moved(List<Integer> pieces, Offer accepted, int sign) {
            int good = accepted.good();
            int rest = pieces.get(good) - sign * accepted.given();
            int more = pieces.get(1 - good) + sign * accepted.wanted();
            return good == 0 ? List.of(rest, more) : List.of(more, rest);
        }

        @Override
        public boolean isOver() {
            return turns >= TURNS;
        }

        @Override
        public double outcome(int player) {
            return Integer.signum(gain(player) - gain(1 - player));
        }

        /** Growth of the worth of a player's goods. */
        int gain(int player) {
            return worth(held.get(player), player) - worth(before.get(player), player);
        }

        private int worth(List<Integer> pieces, int player) {
            return pieces.get(0) * values.get(player).get(0)
                    + pieces.get(1) * values.get(player).get(1);
        }
    }

    @Override
    public String expert(Position position, long key) {
        Table table = (Table) position;
        int own = table.player();
        List<String> moves = table.moves();
        if (moves.contains(ACCEPT) && ((Table) table.after(ACCEPT).orElseThrow()).gain(own) > table.gain(own)) {
            return ACCEPT;
        }
        List<Integer> worth = table.values().get(own);
        int less = worth.get(0) < worth.get(1) ? 0 : 1;
        String offer = new Offer(less, 1, 1).text();
        return !worth.get(0).equals(worth.get(1)) && moves.contains(offer) ? offer : PASS;
    }
}
