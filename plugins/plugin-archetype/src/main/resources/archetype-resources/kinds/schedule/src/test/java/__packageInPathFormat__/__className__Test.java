package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;

class ${className}Test {

    private static final ${className} SCHEDULE = new ${className}(new ${className}Config(1.5, 0.5, 11));

    @Test
    void theTemperatureChangesInEqualPartsAndThenStays() {
        assertEquals(1.5, SCHEDULE.temperature(1), 1e-12);
        assertEquals(1.0, SCHEDULE.temperature(6), 1e-12); // 5 of 10 parts
        assertEquals(0.5, SCHEDULE.temperature(11), 1e-12);
        assertEquals(0.5, SCHEDULE.temperature(99), 1e-12);
    }

    @Test
    void nothingElseChanges() {
        SamplingParams params = SamplingParams.of(7).withTopP(0.9);
        RolloutRequest request = RolloutRequest.of(Prompt.of("p", List.of(), new int[] {1}), 0, params);

        assertEquals(params.withTemperature(1.5), SCHEDULE.forStep(1).apply(request));
    }

    @Test
    void aTemperatureOfZeroIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(1, 0, 10));
    }
}
