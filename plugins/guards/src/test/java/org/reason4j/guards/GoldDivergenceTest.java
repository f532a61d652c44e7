package org.reason4j.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.testkit.RecordedMetrics;

class GoldDivergenceTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    private GoldDivergence guard(double fall, int patience) {
        return new GoldDivergence(new GoldDivergence.Config("proxy", "gold", fall, 0, patience), metrics);
    }

    private static Optional<Alarm> look(GoldDivergence guard, int step, double proxy, double gold) {
        return guard.inspect(GuardedStep.of(step, Map.of("proxy", proxy, "gold", gold), List.of()));
    }

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("judge-divergence");
        double[] steps = row(vector.at("/inputs/step"));
        double[] proxy = row(vector.at("/inputs/proxy"));
        double[] gold = row(vector.at("/inputs/gold"));
        double[] gap = row(vector.at("/expected/gap"));
        GoldDivergence guard = guard(0.01, 2);
        Optional<Alarm> last = Optional.empty();
        for (int i = 0; i < steps.length; i++) {
            assertThat(last).isEmpty();
            last = look(guard, (int) steps[i], proxy[i], gold[i]);
            double expected = gap[i];
            assertThat(metrics.of("gold_divergence/gap")).isCloseTo(expected, within(1e-5));
            metrics.clear();
        }
        look(guard, 400, proxy[4], gold[4]);
        assertThat(metrics.of("gold_divergence/gold_change"))
                .isCloseTo(vector.at("/expected/gold_change_after_peak").asDouble(), within(1e-5));
        assertThat(metrics.of("gold_divergence/proxy_change"))
                .isCloseTo(vector.at("/expected/proxy_change_after_peak").asDouble(), within(1e-5));
        assertThat(last.orElseThrow().reason())
                .contains("gold fell from 0.3120 at step 200 to 0.2800 while proxy rose from 0.6000 to 0.7100");
    }

    @Test
    void aConstantBiasOfTheProxyIsNoDivergence() {
        GoldDivergence guard = guard(0.01, 1);
        for (int step = 1; step <= 10; step++) {
            assertThat(look(guard, step, 0.5 + step / 20.0, step / 20.0)).isEmpty();
        }
    }

    @Test
    void aGoldThatFallsWithItsProxyIsNoDivergence() {
        GoldDivergence guard = guard(0.01, 1);
        look(guard, 1, 0.9, 0.9);
        assertThat(look(guard, 2, 0.5, 0.5)).isEmpty();
        assertThat(look(guard, 3, 0.2, 0.1)).isEmpty();
    }

    @Test
    void theProxyIsItsMeanOverTheStepsSinceTheGoldWasMeasured() {
        GoldDivergence guard = guard(0.01, 1);
        look(guard, 1, 0.4, 0.5);
        guard.inspect(GuardedStep.of(2, Map.of("proxy", 0.9), List.of()));
        assertThat(look(guard, 3, 0.1, 0.4).orElseThrow().reason()) // (0.9 + 0.1) / 2 = 0.5 > 0.4
                .contains("while proxy rose from 0.4000 to 0.5000");
    }

    @Test
    void anAlarmLastsUntilTheGoldIsMeasuredAgainAndHasRecovered() {
        GoldDivergence guard = guard(0.01, 1);
        look(guard, 1, 0.4, 0.5);
        assertThat(look(guard, 2, 0.6, 0.3)).isPresent();
        assertThat(guard.inspect(GuardedStep.of(3, Map.of("proxy", 0.6), List.of())))
                .isPresent();
        assertThat(look(guard, 4, 0.6, 0.5)).isEmpty();
    }
}
