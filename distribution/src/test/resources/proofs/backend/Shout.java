package proofs.backend;

import java.util.List;
import java.util.Locale;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;

/** Repeats a turn in capitals, some times. */
record Shout(Config config) implements Environment {

    record Config(int times) {}

    @Override
    public Episode begin(Prompt prompt, int sample) {
        return new Episode() {
            private int turns;

            @Override
            public TurnResult answer(String turn) {
                return turns++ < config.times() && turn.endsWith("?")
                        ? new TurnResult.Observation(turn.substring(0, turn.length() - 1).toUpperCase(Locale.ROOT) + "=", 0)
                        : new TurnResult.Done(0);
            }
        };
    }

    @Override
    public List<String> stop() {
        return List.of("?");
    }
}
