package proofs.letters;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Score;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Tracker;

/** A task that a tiny model learns in seconds, lower-case letters, and a tracker that ends a run. */
public final class LettersPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.dataset("letters", new Letters.Config(16), Letters.class);
        registry.reward("lowercase", new Lowercase.Config(), Lowercase.class);
        registry.tracker("power-failure", new PowerFailure.Config(1), PowerFailure.class);
    }

    /** Prompts of a letter and a digit, each with a response to imitate. */
    record Letters(Config config) implements DatasetReader {

        record Config(int count) {}

        @Override
        public List<Example> read() {
            return IntStream.range(0, config.count())
                    .mapToObj(i -> Example.of("pair-" + i, List.of(Message.user((char) ('A' + i % 26) + "" + i % 10)))
                            .withResponse("abc"))
                    .toList();
        }
    }

    /** Share of a response's characters that are lower-case letters. */
    record Lowercase(Config config) implements Reward {

        record Config() {}

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, response -> {
                long letters = response.text().chars().filter(Character::isLowerCase).count();
                return Score.of((double) letters / Math.max(1, response.text().length()));
            });
        }
    }

    /** Throws while it is told a step. */
    record PowerFailure(Config config) implements Tracker {

        record Config(int step) {}

        @Override
        public void step(int step, Map<String, Double> metrics) {
            if (step == config.step()) {
                throw new IllegalStateException("the lights went out");
            }
        }
    }
}
