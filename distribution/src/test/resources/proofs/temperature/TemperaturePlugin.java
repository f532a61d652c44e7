package proofs.temperature;

import java.util.List;
import java.util.function.Function;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;

/** Temperatures that change with the step and the request, and a reward that shows them. */
public final class TemperaturePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.schedule("two-temperatures", new TwoTemperatures.Config(0.5, 1.3, false), TwoTemperatures.class);
        registry.reward("temperature", new Temperature.Config(), Temperature.class);
    }

    /** The low temperature in odd steps, the high one in even steps; and the other one for odd samples, if they are mixed. */
    record TwoTemperatures(Config config) implements SamplingSchedule {

        record Config(double low, double high, boolean mixed) {}

        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            return request -> {
                int place = step + (config.mixed() ? request.sample() : 0);
                return request.params().withTemperature(place % 2 == 1 ? config.low() : config.high());
            };
        }
    }

    /** Temperature that a response was drawn at, according to the response. */
    record Temperature(Config config) implements Reward {

        record Config() {}

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(
                    group, response -> Score.of(response.params().orElseThrow().temperature()));
        }
    }
}
