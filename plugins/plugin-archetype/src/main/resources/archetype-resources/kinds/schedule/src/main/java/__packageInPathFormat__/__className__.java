package ${package};

import java.util.function.Function;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;

/** {@code from + (to - from) * min(1, (step - 1) / (steps - 1))}: the temperature changes in equal parts, then stays. */
public record ${className}(${className}Config config) implements SamplingSchedule {

    @Override
    public Function<RolloutRequest, SamplingParams> forStep(int step) {
        double temperature = temperature(step);
        return request -> request.params().withTemperature(temperature);
    }

    double temperature(int step) {
        double done = Math.min(1, (step - 1) / (double) (config.steps() - 1));
        return config.from() + (config.to() - config.from()) * done;
    }
}
