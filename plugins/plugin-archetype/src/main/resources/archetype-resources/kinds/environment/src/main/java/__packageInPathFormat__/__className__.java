package ${package};

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;

/**
 * Sells hints: a turn that ends with the handover is answered with a field of the example, at a price that the reward
 * {@code turn-reward} passes on.
 */
public record ${className}(${className}Config config) implements Environment {

    @Override
    public Episode begin(Prompt prompt, int sample) {
        return new Hints(config, prompt.field(config.field()));
    }

    @Override
    public List<String> stop() {
        return List.of(config.handover());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.field());
    }

    /** One response; core calls it from one thread. */
    private static final class Hints implements Episode {

        private final ${className}Config config;
        private final Optional<String> hint;
        private int given;

        Hints(${className}Config config, Optional<String> hint) {
            this.config = config;
            this.hint = hint;
        }

        @Override
        public TurnResult answer(String turn) {
            if (!turn.endsWith(config.handover()) || given == config.most()) {
                return new TurnResult.Done(0);
            }
            given++;
            return new TurnResult.Observation("[" + hint.orElse("no hint") + "]", -config.price());
        }
    }
}
