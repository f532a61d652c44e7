package org.reason4j.testkit.rule;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class RegularizerRulesTest extends Breakers<Regularizer> {

    RegularizerRulesTest() {
        super(Kind.REGULARIZER);
    }

    /** A bonus for entropy with a coefficient that follows the mean reward. */
    private static class Adaptive implements Regularizer, Stateful {
        double coefficient = 0.1;

        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            return groups.stream()
                    .map(group -> group.map(one -> one.withOutcome(one.outcome() - coefficient)))
                    .toList();
        }

        @Override
        public List<Credit> shapeCredits(List<Credit> credits) {
            return BrokenCreditShapers.good().shape(credits);
        }

        @Override
        public Optional<NDArray> loss(TokenBatch batch) {
            return Optional.of(
                    batch.tokenMean(batch.stream(TokenStream.ENTROPY)).mul(-coefficient));
        }

        @Override
        public void stepCompleted(Map<String, Double> metrics) {
            double mean = metrics.getOrDefault("reward/mean", 0.0);
            coefficient = Double.isFinite(mean) ? 0.9 * coefficient + 0.1 * mean : coefficient;
        }

        @Override
        public Requirements requirements() {
            return Requirements.streams(TokenStream.OLD_LOGPROBS).and(Requirements.lossStreams(TokenStream.ENTROPY));
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("coefficient", coefficient);
        }

        @Override
        public void restore(Map<String, Object> state) {
            coefficient = ((Number) state.get("coefficient")).doubleValue();
        }
    }

    @Override
    List<Subject<Regularizer>> good() {
        return List.of(Subject.of("the good regularizer", Adaptive::new, Materials.standard()));
    }

    @Override
    void breakers() {
        BrokenShapers.all()
                .forEach((rule, shaper) -> breaks("rewards: " + rule, () -> {
                    var made = shaper.get();
                    return new Regularizer() {
                        @Override
                        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
                            return made.shape(groups);
                        }
                    };
                }));
        BrokenCreditShapers.all()
                .forEach((rule, shaper) -> breaks("credits: " + rule, () -> {
                    CreditShaper made = shaper.get();
                    return new Regularizer() {
                        @Override
                        public List<Credit> shapeCredits(List<Credit> credits) {
                            return made.shape(credits);
                        }

                        @Override
                        public Requirements requirements() {
                            return made.requirements();
                        }
                    };
                }));
        BrokenLosses.all()
                .forEach((rule, loss) -> breaks(rule, () -> {
                    var made = loss.get();
                    return new Regularizer() {
                        @Override
                        public Optional<NDArray> loss(TokenBatch batch) {
                            return Optional.of(made.apply(batch));
                        }

                        @Override
                        public Requirements requirements() {
                            return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
                        }
                    };
                }));
        breaks("odd metrics", () -> new Regularizer() {
            @Override
            public void stepCompleted(Map<String, Double> metrics) {
                double unboxed = metrics.get("policy/kl"); // missing after a step without updates
                if (unboxed < 0) {
                    throw new IllegalStateException();
                }
            }
        });
        breaks("what it remembers is its state", () -> new Regularizer() {
            private double coefficient = 1;

            @Override
            public void stepCompleted(Map<String, Double> metrics) {
                coefficient /= 2;
            }

            @Override
            public Optional<NDArray> loss(TokenBatch batch) {
                return Optional.of(batch.tokenMean(batch.logprobs()).mul(coefficient));
            }
        });
        breaks("save and restore", () -> new Adaptive() {
            @Override
            public Map<String, Object> state() {
                return Map.of("coefficient", new float[] {(float) coefficient});
            }
        });
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new Regularizer() {
            @Override
            public Requirements requirements() {
                return Requirements.NONE.groupsOf(asked.incrementAndGet());
            }
        });
    }
}
