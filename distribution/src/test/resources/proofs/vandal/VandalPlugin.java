package proofs.vandal;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.Tracker;

/** One component of each kind that changes nothing, and overwrites all that it can get at where its settings say so. */
public final class VandalPlugin implements Plugin {

    public record Config(boolean wreck) {

        void wreck(Object... values) {
            if (wreck) {
                Wreck.all(values);
            }
        }

        /** Gives a list away and overwrites it in the next call. */
        <T> List<T> later(List<Object> kept, List<T> list) {
            wreck(kept.toArray());
            kept.clear();
            List<T> own = new ArrayList<>(list);
            kept.add(own);
            return own;
        }
    }

    @Override
    public void register(Registry registry) {
        Config quiet = new Config(false);
        registry.reward("vandal", quiet, Judge.class);
        registry.filter("vandal", quiet, Filter.class);
        registry.shaper("vandal", quiet, Shaper.class);
        registry.creditShaper("vandal", quiet, Credits.class);
        registry.regularizer("vandal", quiet, Term.class);
        registry.tracker("vandal", quiet, Watcher.class);
        registry.environment("vandal", quiet, World.class);
        registry.sampler("vandal", quiet, Writer.class);
        registry.curriculum("vandal", quiet, Choice.class);
        registry.schedule("vandal", quiet, Schedule.class);
    }

    record Judge(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) {
            config.wreck(group);
            List<Score> scores = new ArrayList<>();
            for (Trajectory response : group.trajectories()) {
                long letters = response.text().chars().filter(Character::isLowerCase).count();
                float[] onTokens = new float[response.length()];
                Score score = Score.dense(
                        (double) letters / Math.max(1, response.text().length()), onTokens);
                java.util.Arrays.fill(onTokens, config.wreck() ? 9 : 0);
                scores.add(score);
            }
            config.wreck(scores.toArray());
            return scores;
        }
    }

    record Filter(Config config) implements GroupFilter {
        @Override
        public Optional<ScoredGroup> filter(ScoredGroup group) {
            config.wreck(group);
            return Optional.of(group);
        }
    }

    static final class Shaper implements RewardShaper {
        private final Config config;
        private final List<Object> kept = new ArrayList<>();

        Shaper(Config config) {
            this.config = config;
        }

        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            List<ScoredGroup> own = config.later(kept, groups);
            config.wreck(groups);
            return own;
        }
    }

    static final class Credits implements CreditShaper {
        private final Config config;
        private final List<Object> kept = new ArrayList<>();

        Credits(Config config) {
            this.config = config;
        }

        @Override
        public List<Credit> shape(List<Credit> credits) {
            List<Credit> own = config.later(kept, credits);
            config.wreck(credits);
            return own;
        }
    }

    static final class Term implements Regularizer {
        private final Config config;
        private final List<Object> kept = new ArrayList<>();

        Term(Config config) {
            this.config = config;
        }

        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            config.wreck(groups);
            return groups;
        }

        @Override
        public List<Credit> shapeCredits(List<Credit> credits) {
            config.wreck(credits);
            config.wreck(kept.toArray()); // the credits of the step before
            kept.add(credits);
            return credits;
        }

        @Override
        public Optional<NDArray> loss(TokenBatch batch) {
            NDArray nothing = batch.logprobs().mul(0).sum();
            if (config.wreck()) {
                for (TokenStream stream : batch.streams()) {
                    if (!stream.equals(TokenStream.LOGPROBS)) {
                        batch.stream(stream).muli(0).addi(7);
                    }
                }
                batch.mask().muli(0);
                config.wreck(batch.rows(), batch.metrics());
            }
            return Optional.of(nothing);
        }

        @Override
        public void stepCompleted(Map<String, Double> metrics) {
            config.wreck(metrics);
        }

        @Override
        public Requirements requirements() {
            return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
        }
    }

    record Watcher(Config config) implements Tracker {
        @Override
        public void step(int step, Map<String, Double> metrics) {
            config.wreck(metrics);
        }

        @Override
        public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
            config.wreck(groups, credits);
        }

        @Override
        public void measured(Measurement measurement) {
            config.wreck(measurement);
        }
    }

    record World(Config config) implements Environment {
        @Override
        public Episode begin(Prompt prompt, int sample) {
            config.wreck(prompt);
            return turn -> new TurnResult.Done(0);
        }

        @Override
        public List<String> stop() {
            return List.of("q");
        }
    }

    record Writer(Config config) implements Sampler {
        @Override
        public List<Group> sample(SamplingStep step) {
            config.wreck(step);
            List<Group> groups = new ArrayList<>();
            for (Prompt prompt : step.prompts()) {
                List<RolloutRequest> requests = new ArrayList<>();
                for (int sample = 0; sample < step.groupSize(); sample++) {
                    requests.add(RolloutRequest.of(prompt, sample, step.params()));
                }
                List<Trajectory> written = step.rollouts().generate(requests);
                Group group = Group.of(prompt, written);
                config.wreck(written, requests, group);
                groups.add(group);
            }
            return groups;
        }
    }

    record Choice(Config config) implements Curriculum {
        @Override
        public List<Example> choose(PromptBatch batch) {
            config.wreck(batch);
            List<Example> chosen = batch.inOrder();
            config.wreck(batch.pool());
            return chosen;
        }

        @Override
        public void scored(int step, List<ScoredGroup> groups) {
            config.wreck(groups);
        }
    }

    record Schedule(Config config) implements SamplingSchedule {
        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            return request -> {
                config.wreck(request);
                return request.params();
            };
        }

        @Override
        public void stepCompleted(int step, Map<String, Double> metrics) {
            config.wreck(metrics);
        }
    }
}
