package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.testkit.subject.Samples;

/** Credit shapers that break one rule each, by the rule's name without a prefix. */
final class BrokenCreditShapers {

    private static final TokenStream MARK = TokenStream.of("broken", "mark");

    private BrokenCreditShapers() {}

    private static Credit scaled(Credit credit, double factor) {
        float[] advantages = credit.advantages();
        for (int t = 0; t < advantages.length; t++) {
            advantages[t] *= (float) factor;
        }
        return credit.withAdvantages(advantages);
    }

    /** A good one: halves the advantages of responses that start unlikely, and marks all. */
    static CreditShaper good() {
        return reading(old -> old < -0.5 ? 0.5 : Double.isNaN(old) ? old : 1);
    }

    /** Multiplies advantages with a function of the first token's log-probability. */
    private static CreditShaper reading(java.util.function.DoubleUnaryOperator factor) {
        return new CreditShaper() {
            @Override
            public List<Credit> shape(List<Credit> credits) {
                return credits.stream()
                        .map(one -> {
                            float[] old = one.trajectory().stream(TokenStream.OLD_LOGPROBS);
                            Credit scaled = old.length == 0 ? one : scaled(one, factor.applyAsDouble(old[0]));
                            return scaled.withTrajectory(Samples.with(one.trajectory(), MARK, (sample, t) -> 1));
                        })
                        .toList();
            }

            @Override
            public Requirements requirements() {
                return Requirements.streams(TokenStream.OLD_LOGPROBS);
            }
        };
    }

    static Map<String, Supplier<CreditShaper>> all() {
        Map<String, Supplier<CreditShaper>> all = new LinkedHashMap<>();
        all.put("credits of given responses", () -> credits -> {
            List<Credit> twice = new ArrayList<>(credits);
            twice.addAll(credits);
            return twice;
        });
        all.put(
                "streams on all",
                () -> credits -> credits.stream()
                        .map(one -> one.trajectory().sample() == 0
                                ? one.withTrajectory(Samples.with(one.trajectory(), MARK, (sample, t) -> 1))
                                : one)
                        .toList());
        all.put("a single credit", () -> credits -> {
            int divisor = 12 / (credits.size() == 0 ? 1 : credits.size() - 1);
            return credits.stream().map(one -> scaled(one, divisor)).toList();
        });
        all.put("no credits", () -> credits -> {
            Credit first = credits.get(0);
            return credits.stream()
                    .filter(one -> one.pair().equals(first.pair()))
                    .toList();
        });
        all.put("truncated responses", () -> credits -> {
            Credit whole = credits.stream()
                    .filter(one -> one.trajectory().finish() == Finish.STOP)
                    .findFirst()
                    .orElseThrow();
            return credits.stream().filter(one -> whole != null).toList();
        });
        all.put(
                "empty responses",
                () -> credits -> credits.stream()
                        .map(one -> scaled(one, 1 + 0 * one.advantage(0)))
                        .toList());
        all.put(
                "tokens that are not learned",
                () -> credits -> credits.stream()
                        .map(one -> {
                            double sum = 0;
                            for (float advantage : one.advantages()) {
                                sum += advantage;
                            }
                            return scaled(one, sum);
                        })
                        .toList());
        all.put("order of credits", () -> credits -> {
            List<Credit> shaped = new ArrayList<>();
            credits.forEach(one -> shaped.add(scaled(one, shaped.size())));
            return shaped;
        });
        AtomicInteger made = new AtomicInteger();
        all.put("the same credits, the same result", () -> {
            int number = made.incrementAndGet();
            return credits -> credits.stream().map(one -> scaled(one, number)).toList();
        });
        all.put("NaN", () -> reading(old -> Double.isNaN(old) ? 1 : Math.exp(old)));
        all.put("inputs stay as they are", () -> credits -> {
            if (!credits.isEmpty()) {
                credits.set(0, scaled(credits.get(0), 2));
            }
            return List.copyOf(credits);
        });
        return all;
    }
}
