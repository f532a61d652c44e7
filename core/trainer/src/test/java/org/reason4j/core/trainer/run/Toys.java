package org.reason4j.core.trainer.run;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.Tracker;

/** A task that a tiny model learns in seconds, to write lower-case letters, and parts that misbehave on request. */
public final class Toys implements Plugin {

    static final TokenStream PLACE = TokenStream.of("test", "place");

    @Override
    public void register(Registry registry) {
        registry.dataset("words", new Words.Config("train", 16, true), Words.class);
        registry.reward("lowercase", new Lowercase.Config(), Lowercase.class);
        registry.reward("deaf", new Deaf.Config("train-0"), Deaf.class);
        registry.reward("echo", new Echo.Config(), Echo.class);
        registry.reward("measured", new Measured.Config(), Measured.class);
        registry.reward("opinion", new Opinion.Config("judge"), Opinion.class);
        registry.shaper("places", new Places.Config(true), Places.class);
        registry.filter("uneven", new Uneven.Config(false), Uneven.class);
        registry.optimizer("reinforce", new Reinforce.Config(0), Reinforce.class);
        registry.optimizer("against-greedy", new AgainstGreedy.Config(), AgainstGreedy.class);
        registry.regularizer("bonus", new Bonus.Config(0.01, true), Bonus.class);
        registry.regularizer("reader", new Reader.Config(), Reader.class);
        registry.environment("vowels", new Vowels.Config(), Vowels.class);
        registry.environment("broken", new Broken.Config("", 0), Broken.class);
        registry.tracker("bomb", new Bomb.Config(1), Bomb.class);
    }

    /** Prompts of two characters, all with the answer {@code abc}. */
    public record Words(Config config) implements DatasetReader {
        public record Config(String prefix, int count, boolean labelled) {}

        @Override
        public List<Example> read() {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < config.count(); i++) {
                String text = (char) ('A' + i % 26) + Integer.toString(i % 10);
                Map<String, Object> fields = config.labelled() ? Map.of("answer", "abc") : Map.of();
                examples.add(Example.of(config.prefix() + "-" + i, List.of(new Message("user", text)))
                        .withResponse("abc")
                        .withFields(fields));
            }
            return examples;
        }
    }

    /** Share of a response's tokens that are lower-case letters. It decodes by itself, to need a service. */
    public static final class Lowercase implements Reward {
        public record Config() {}

        private final Tokenizer tokenizer;

        Lowercase(Config config, Tokenizer tokenizer) {
            this.tokenizer = tokenizer;
        }

        @Override
        public Requirements requirements() {
            return Requirements.fields("answer");
        }

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, trajectory -> {
                String text = tokenizer.decode(trajectory.response(), true);
                long letters = text.chars().filter(Character::isLowerCase).count();
                return Score.of((double) letters / Math.max(1, trajectory.length()));
            });
        }
    }

    /** 1 for everything, with the text as its answer, but deaf for some seconds when asked about one prompt. */
    public record Deaf(Config config) implements Reward {
        public record Config(String prompt) {}

        @Override
        public Optional<String> answer(Trajectory trajectory) {
            return Optional.of(trajectory.text());
        }

        @Override
        public List<Score> score(Group group) {
            if (group.prompt().id().equals(config.prompt())) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                    Thread.interrupted(); // deaf on purpose
                }
            }
            return Reward.perTrajectory(group, trajectory -> Score.of(1));
        }
    }

    /** The share of lower-case letters in what a text model says of the response. */
    public static final class Opinion implements Reward {
        public record Config(String model) {}

        private final Config config;
        private final TextModels models;
        private final Metrics metrics;

        Opinion(Config config, TextModels models, Metrics metrics) {
            this.config = config;
            this.models = models;
            this.metrics = metrics;
        }

        @Override
        public List<Score> score(Group group) throws Exception {
            List<Score> scores = new ArrayList<>();
            for (Trajectory trajectory : group.trajectories()) {
                Message question = Message.user("Q" + trajectory.text());
                TextModel.Completion reply = models.get(config.model())
                        .complete(TextModel.Request.of(List.of(question), SamplingParams.of(4), 5));
                metrics.add("opinion/asked", 1);
                scores.add(Score.of(
                        reply.text().chars().filter(Character::isLowerCase).count() / 4.0));
            }
            return scores;
        }
    }

    /** What the measuring reward says. */
    public record Echo(Config config, Measure measure) implements Reward {
        public record Config() {}

        @Override
        public List<Score> score(Group group) throws Exception {
            return measure.score(group);
        }
    }

    /** Reads every stream that core computes. */
    public record Measured(Config config) implements Reward {
        public record Config() {}

        @Override
        public Requirements requirements() {
            return Requirements.streams(TokenStream.ENTROPY, TokenStream.OLD_LOGPROBS, TokenStream.REFERENCE_LOGPROBS);
        }

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, trajectory -> {
                float[] old = trajectory.stream(TokenStream.OLD_LOGPROBS);
                float[] reference = trajectory.stream(TokenStream.REFERENCE_LOGPROBS);
                double distance = 0;
                for (int t = 0; t < trajectory.length(); t++) {
                    distance += Math.abs(old[t] - reference[t]);
                }
                return trajectory.stream(TokenStream.ENTROPY)[0] > 0
                        ? Score.of(distance)
                        : Score.failed("entropy must be positive");
            });
        }
    }

    /** Attaches each token's place, to all trajectories or to the first of a group. */
    public record Places(Config config) implements RewardShaper {
        public record Config(boolean all) {}

        @Override
        public Requirements requirements() {
            return Requirements.NONE.attaching(PLACE);
        }

        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            return groups.stream().map(group -> group.map(this::with)).toList();
        }

        private ScoredTrajectory with(ScoredTrajectory scored) {
            Trajectory trajectory = scored.trajectory();
            float[] places = new float[trajectory.length()];
            for (int t = 0; t < places.length; t++) {
                places[t] = t;
            }
            return config.all() || trajectory.sample() == 0
                    ? scored.withTrajectory(trajectory.with(PLACE, places))
                    : scored;
        }
    }

    /** Keeps groups whose rewards differ; where it splits groups, the best and the worst member of them. */
    public record Uneven(Config config) implements GroupFilter {
        public record Config(boolean split) {}

        @Override
        public boolean splitsGroups() {
            return config.split();
        }

        @Override
        public Optional<ScoredGroup> filter(ScoredGroup group) {
            double[] rewards = group.rewards();
            boolean uneven = DoubleStream.of(rewards).distinct().count() > 1;
            return uneven ? Optional.of(group) : Optional.empty();
        }
    }

    /** The reward minus that of the greedy response as advantage; it works with whole groups only. */
    public static final class AgainstGreedy implements PolicyOptimizer {
        public record Config() {}

        AgainstGreedy(Config config) {}

        @Override
        public Requirements requirements() {
            return Requirements.NONE.withGreedyResponse().withWholeGroups();
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                double baseline = group.greedy().orElseThrow().reward();
                credits.addAll(Credit.perTrajectory(
                        group,
                        DoubleStream.of(group.rewards()).map(r -> r - baseline).toArray()));
            }
            return credits;
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return batch.tokenMean(batch.logprobs().mul(batch.advantages()).neg());
        }
    }

    /** {@code -A * ratio} with the reward minus the group's mean as advantage; its loss is NaN from a step on. */
    public static final class Reinforce implements PolicyOptimizer {
        public record Config(int breaksAt) {}

        private final Config config;
        private int step;

        Reinforce(Config config) {
            this.config = config;
        }

        @Override
        public Requirements requirements() {
            return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2);
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            step++;
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                double mean = DoubleStream.of(group.rewards()).average().orElseThrow();
                double[] centred =
                        DoubleStream.of(group.rewards()).map(r -> r - mean).toArray();
                credits.addAll(Credit.perTrajectory(group, centred));
            }
            return credits;
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            NDArray ratio = batch.logprobs().sub(batch.oldLogprobs()).exp();
            NDArray loss = batch.tokenMean(ratio.mul(batch.advantages()).neg());
            return step == config.breaksAt() ? loss.mul(Float.NaN) : loss;
        }
    }

    /** A bonus for entropy that grows by half in every step. */
    public static final class Bonus implements Regularizer, Stateful {
        public record Config(double coefficient, boolean used) {}

        private final Config config;
        private double coefficient;

        public Bonus(Config config) {
            this.config = config;
            coefficient = config.coefficient();
        }

        @Override
        public Requirements requirements() {
            return Requirements.lossStreams(TokenStream.ENTROPY);
        }

        @Override
        public Optional<NDArray> loss(TokenBatch batch) {
            return config.used()
                    ? Optional.of(
                            batch.tokenMean(batch.stream(TokenStream.ENTROPY).mul(-coefficient)))
                    : Optional.empty();
        }

        @Override
        public void stepCompleted(Map<String, Double> metrics) {
            coefficient *= 1.5;
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("coefficient", coefficient);
        }

        @Override
        public void restore(Map<String, Object> state) {
            coefficient = ((Number) state.get("coefficient")).doubleValue();
        }
    }

    /** Reports the mean of a stream that another plugin attaches. */
    public record Reader(Config config) implements Regularizer {
        public record Config() {}

        @Override
        public Requirements requirements() {
            return Requirements.lossStreams(PLACE);
        }

        @Override
        public Optional<NDArray> loss(TokenBatch batch) {
            batch.metric("reader/place", batch.stream(PLACE));
            return Optional.empty();
        }
    }

    /** Says {@code !} after every vowel and gives half a point for it. */
    public record Vowels(Config config) implements Environment {
        public record Config() {}

        @Override
        public Episode begin(Prompt prompt, int sample) {
            return turn -> new TurnResult.Observation("!", 0.5);
        }

        @Override
        public List<String> stop() {
            return List.of("a", "e", "i", "o", "u", "A", "E", "I", "O", "U");
        }
    }

    /** Fails for the first samples of some prompts, and ends all other responses; a turn is a character. */
    public record Broken(Config config) implements Environment {
        public record Config(String prompts, int samples) {}

        @Override
        public Episode begin(Prompt prompt, int sample) {
            boolean fails = sample < config.samples() && prompt.id().matches(config.prompts());
            return turn -> {
                if (fails) {
                    throw new IllegalStateException("the pipe is broken");
                }
                return new TurnResult.Done(0);
            };
        }

        @Override
        public List<String> stop() {
            return IntStream.rangeClosed('!', '~').mapToObj(Character::toString).toList();
        }
    }

    /** Ends a run in the middle of a step, as a power failure does. */
    public record Bomb(Config config) implements Tracker {
        public record Config(int step) {}

        @Override
        public void step(int step, Map<String, Double> metrics) {
            if (step == config.step()) {
                throw new IllegalStateException("the lights went out");
            }
        }
    }
}
