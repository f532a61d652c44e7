package ${package};

import java.util.Optional;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.guard.RunGuard;

/** Raises an alarm while a metric is below its floor; steps without the metric raise none. */
public record ${className}(${className}Config config) implements RunGuard {

    @Override
    public Optional<Alarm> inspect(GuardedStep step) {
        double value = step.metric(config.metric()).orElse(config.floor());
        return value < config.floor()
                ? Optional.of(Alarm.of(config.metric() + " is " + value + ", expected at least " + config.floor()
                        + ". Look at what the responses of step " + step.number() + " have in common."))
                : Optional.empty();
    }
}
