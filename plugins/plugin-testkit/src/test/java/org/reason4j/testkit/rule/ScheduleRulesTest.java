package org.reason4j.testkit.rule;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class ScheduleRulesTest extends Breakers<SamplingSchedule> {

    ScheduleRulesTest() {
        super(Kind.SCHEDULE);
    }

    private static Function<RolloutRequest, SamplingParams> temperature(double value) {
        return request -> request.params().withTemperature(value);
    }

    /** A temperature that follows the mean reward. */
    private static class Adaptive implements SamplingSchedule, Stateful {
        double temperature = 1;

        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            return temperature(temperature);
        }

        @Override
        public void stepCompleted(int step, Map<String, Double> metrics) {
            double mean = metrics.getOrDefault("reward/mean", 0.0);
            temperature = Double.isFinite(mean) ? 0.9 * temperature + 0.1 * mean : temperature;
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("temperature", temperature);
        }

        @Override
        public void restore(Map<String, Object> state) {
            temperature = ((Number) state.get("temperature")).doubleValue();
        }
    }

    @Override
    List<Subject<SamplingSchedule>> good() {
        return List.of(Subject.of("the good schedule", Adaptive::new, Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("parameters of every step", () -> step -> temperature(200 - step));
        breaks("length", () -> step -> request -> request.params().withMaxTokens(100 + step));
        breaks("a function of the request", () -> {
            AtomicInteger calls = new AtomicInteger();
            return step -> request -> request.params().withTemperature(1 + calls.incrementAndGet() % 2);
        });
        breaks("a batch keeps its function", () -> new Adaptive() {
            @Override
            public Function<RolloutRequest, SamplingParams> forStep(int step) {
                return request -> request.params().withTemperature(temperature);
            }
        });
        AtomicInteger made = new AtomicInteger();
        breaks("the same metrics, the same parameters", () -> {
            int number = made.incrementAndGet();
            return step -> temperature(number);
        });
        breaks("odd metrics", () -> new Adaptive() {
            @Override
            public void stepCompleted(int step, Map<String, Double> metrics) {
                temperature += metrics.getOrDefault("reward/mean", 0.0);
            }
        });
        breaks("what it remembers is its state", () -> new SamplingSchedule() {
            private double temperature = 1;

            @Override
            public Function<RolloutRequest, SamplingParams> forStep(int step) {
                return temperature(temperature);
            }

            @Override
            public void stepCompleted(int step, Map<String, Double> metrics) {
                temperature *= 0.9;
            }
        });
        breaks("save and restore", () -> new Adaptive() {
            @Override
            public Map<String, Object> state() {
                return Map.of("temperature", (float) temperature);
            }
        });
    }
}
