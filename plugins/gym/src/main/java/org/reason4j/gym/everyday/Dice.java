package org.reason4j.gym.everyday;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;

/** The chance that dice of several sizes show a total or more. */
public record Dice(List<Integer> sides, int total) implements Problem {

    public Dice {
        sides = List.copyOf(sides);
    }

    @Override
    public String question() {
        return "These fair dice are thrown together: "
                + sides.stream().map(one -> "one with " + one + " sides").collect(Collectors.joining(", "))
                + ". The sides of a die are numbered from 1. What is the probability that the numbers add up to "
                + total
                + " or more? Answer with a fraction in lowest terms, such as 5/12.";
    }

    private Rational chance() {
        int most = sides.stream().mapToInt(one -> one).sum();
        BigInteger[] ways = new BigInteger[most + 1];
        Arrays.fill(ways, BigInteger.ZERO);
        ways[0] = BigInteger.ONE;
        for (int die : sides) {
            BigInteger[] next = new BigInteger[most + 1];
            Arrays.fill(next, BigInteger.ZERO);
            for (int sum = 0; sum <= most; sum++) {
                for (int shown = 1; shown <= die && sum + shown <= most; shown++) {
                    next[sum + shown] = next[sum + shown].add(ways[sum]);
                }
            }
            ways = next;
        }
        BigInteger good = BigInteger.ZERO;
        BigInteger all = BigInteger.ZERO;
        for (int sum = 0; sum <= most; sum++) {
            all = all.add(ways[sum]);
            good = sum >= total ? good.add(ways[sum]) : good;
        }
        return new Rational(good, all);
    }

    @Override
    public String answer() {
        return chance().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.rational(answer).filter(chance()::equals).isPresent();
    }

    /** Sums that are counted: the sides of a die for each total of those before it. */
    @Override
    public double work() {
        double work = 0;
        int before = 1;
        for (int die : sides) {
            work += (double) die * before;
            before += die - 1;
        }
        return work;
    }
}
