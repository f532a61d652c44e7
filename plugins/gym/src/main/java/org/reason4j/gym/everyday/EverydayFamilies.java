package org.reason4j.gym.everyday;

import java.util.List;
import org.reason4j.gym.Family;

/** Families about dates, times, dice, coins, legs and relatives. */
public final class EverydayFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "leg-counting",
                    "The legs of several kinds of animals",
                    List.of(
                            new LegCountingGenerator(2, 9),
                            new LegCountingGenerator(4, 20),
                            new LegCountingGenerator(10, 100))),
            new Family(
                    "aiw",
                    "Sisters, friends and colleagues from another's point of view",
                    List.of(new AiwGenerator(6, 1), new AiwGenerator(9, 2), new AiwGenerator(20, 3))),
            new Family(
                    "calendar-arithmetic",
                    "Weekdays, leap years and numbers of days",
                    List.of(
                            new CalendarArithmeticGenerator(20, 3),
                            new CalendarArithmeticGenerator(100, 5),
                            new CalendarArithmeticGenerator(1000, 6))),
            new Family(
                    "time-intervals",
                    "The time between two moments",
                    List.of(
                            new TimeIntervalsGenerator(2, 30, 0),
                            new TimeIntervalsGenerator(5, 300, 0.4),
                            new TimeIntervalsGenerator(6, 3000, 0.8))),
            new Family(
                    "dice",
                    "The chance of a total of dice",
                    List.of(new DiceGenerator(2, 10), new DiceGenerator(3, 14), new DiceGenerator(5, 20))),
            new Family(
                    "coin-flip",
                    "The chance of a number of heads",
                    List.of(
                            new CoinFlipGenerator(16, 0.2),
                            new CoinFlipGenerator(30, 0.4),
                            new CoinFlipGenerator(60, 0.6))));

    private EverydayFamilies() {}

    public static List<Family> all() {
        return ALL;
    }
}
