package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.plugin.ConfigException;

class ${className}Test {

    @Test
    void aMetricBelowItsFloorRaisesAnAlarm() {
        assertEquals(true, raises(Map.of("reward/mean", 0.25)));
        assertEquals(false, raises(Map.of("reward/mean", 0.5)));
    }

    @Test
    void aStepWithoutTheMetricRaisesNone() {
        assertEquals(false, raises(Map.of()));
        assertEquals(false, raises(Map.of("reward/mean", Double.NaN)));
    }

    @Test
    void aFloorIsANumber() {
        assertThrows(ConfigException.class, () -> new ${className}Config("reward/mean", Double.NaN));
    }

    private static boolean raises(Map<String, Double> metrics) {
        return new ${className}(new ${className}Config("reward/mean", 0.5))
                .inspect(GuardedStep.of(1, metrics, List.of()))
                .isPresent();
    }
}
