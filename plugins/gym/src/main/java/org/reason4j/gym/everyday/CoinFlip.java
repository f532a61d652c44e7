package org.reason4j.gym.everyday;

import java.math.BigInteger;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;

/** The chance of exactly, or at least, so many heads of so many fair coins. */
public record CoinFlip(int coins, int heads, boolean orMore) implements Problem {

    private static final int LEAST_PLACES = 4;

    @Override
    public String question() {
        return "A fair coin is flipped " + coins + " times. What is the probability of "
                + (orMore ? "at least " : "exactly ") + heads + (heads == 1 ? " head" : " heads")
                + "? Answer with a fraction, or a decimal number with four places or more.";
    }

    private Rational chance() {
        BigInteger good = BigInteger.ZERO;
        BigInteger ways = BigInteger.ONE; // to choose k of the coins
        for (int k = 0; k <= coins; k++) {
            good = k == heads || orMore && k > heads ? good.add(ways) : good;
            ways = ways.multiply(BigInteger.valueOf(coins - k)).divide(BigInteger.valueOf(k + 1L));
        }
        return new Rational(good, BigInteger.TWO.pow(coins));
    }

    @Override
    public String answer() {
        return chance().toString();
    }

    @Override
    public boolean accepts(String answer) {
        Rational chance = chance();
        return Answers.rational(answer).filter(chance::equals).isPresent()
                || Answers.decimal(answer)
                        .filter(given -> chance.isShownBy(given, LEAST_PLACES))
                        .isPresent();
    }

    /** Coins of each case that is counted. */
    @Override
    public double work() {
        return (double) coins * (orMore ? Math.min(coins - heads + 1, heads + 1) : 1);
    }
}
