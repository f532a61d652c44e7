package org.reason4j.core.trainer.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.RunInfo;
import org.reason4j.api.track.Tracker;

/** Curricula, schedules, samplers and trackers for whole runs. */
public final class KindToys implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.curriculum("climb", new Climb.Config(8, ""), Climb.class);
        registry.schedule("cool", new Cool.Config(1.0, 0.1, 0), Cool.class);
        registry.sampler("proposing", new Proposing.Config(), Proposing.class);
        registry.sampler("mixed", new Mixed.Config(), Mixed.class);
        registry.sampler("greedy-for-more", new GreedyForMore.Config(1), GreedyForMore.class);
        registry.reward("distance", new Distance.Config("", true), Distance.class);
        registry.tracker("witness", new Witness.Config(), Witness.class);
    }

    /** One half of a batch from the pool, one made up; the made-up questions depend on the rewards so far. */
    public static final class Climb implements Curriculum, Stateful {
        /**
         * Settings.
         *
         * @param size prompts per batch
         * @param fault a broken contract: {@code none-chosen}, {@code taken}, {@code twice} or {@code unlabelled}
         */
        public record Config(int size, String fault) {}

        private final Config config;
        private double level;
        private int told;

        Climb(Config config) {
            this.config = config;
        }

        @Override
        public List<Example> choose(PromptBatch batch) {
            List<Example> chosen = new ArrayList<>();
            for (int i = 0; i < config.size(); i++) {
                chosen.add(
                        i % 2 == 0
                                ? batch.pool()
                                        .get((batch.number() + i) % batch.pool().size())
                                : made(batch, i));
            }
            switch (config.fault()) {
                case "none-chosen" -> chosen.clear();
                case "taken" -> chosen.add(Example.of(batch.pool().get(0).id(), List.of(Message.user("Z"))));
                case "twice" -> chosen.add(made(batch, 1).withFields(Map.of("answer", "other")));
                case "unlabelled" -> chosen.add(Example.of("bare", List.of(Message.user("Z"))));
                default -> {}
            }
            return chosen;
        }

        private Example made(PromptBatch batch, int i) {
            String text = (char) ('A' + (int) Math.floor(level * 100) % 26) + Integer.toString(i % 10);
            return Example.of("made-" + batch.number() + "-" + i, List.of(Message.user(text)))
                    .withFields(Map.of("answer", "abc", "level", level, "number", (long) batch.number()));
        }

        @Override
        public void scored(int step, List<ScoredGroup> groups) {
            for (ScoredGroup group : groups) {
                level += Arrays.stream(group.rewards()).sum();
                Object number = group.prompt().fields().get("number");
                if (number != null && !number.equals((long) step)) { // a step has one batch here
                    throw new IllegalStateException("step " + step + " has a prompt of batch " + number);
                }
            }
            told++;
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("level", level, "told", told);
        }

        @Override
        public void restore(Map<String, Object> state) {
            level = ((Number) state.get("level")).doubleValue();
            told = ((Number) state.get("told")).intValue();
        }
    }

    /** A temperature that falls with the steps and the rewards. */
    public static final class Cool implements SamplingSchedule, Stateful {
        /**
         * Settings.
         *
         * @param first temperature of the first step
         * @param fall what each step takes from it
         * @param maxTokens length of a response; 0 for the request's own
         */
        public record Config(double first, double fall, int maxTokens) {}

        private final Config config;
        private double reward;

        Cool(Config config) {
            this.config = config;
        }

        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            double temperature = config.first() - config.fall() * (step - 1) - (config.fall() > 0 ? 0.01 * reward : 0);
            return request -> {
                SamplingParams params = request.params().withTemperature(temperature);
                return config.maxTokens() > 0 ? params.withMaxTokens(config.maxTokens()) : params;
            };
        }

        @Override
        public void stepCompleted(int step, Map<String, Double> metrics) {
            reward += metrics.getOrDefault("reward/mean", 0.0);
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("reward", reward);
        }

        @Override
        public void restore(Map<String, Object> state) {
            reward = ((Number) state.get("reward")).doubleValue();
        }
    }

    /** Adds a made-up prompt to every prompt of a step: the policy's first response to it. */
    public record Proposing(Config config, Tokenizer tokenizer) implements Sampler {
        public record Config() {}

        @Override
        public List<Group> sample(SamplingStep step) {
            List<Group> groups = new ArrayList<>();
            for (Prompt prompt : step.prompts()) {
                groups.add(group(step, prompt));
                List<Message> question = List.of(Message.user("Q"
                        + groups.get(groups.size() - 1).trajectories().get(0).text()));
                groups.add(group(
                        step,
                        Prompt.of("of " + prompt.id(), question, tokenizer.render(question))
                                .withFields(Map.of("answer", "abc"))));
            }
            return groups;
        }
    }

    private static Group group(SamplingStep step, Prompt prompt) {
        return Group.of(
                prompt,
                step.rollouts()
                        .generate(IntStream.range(0, step.groupSize())
                                .mapToObj(sample -> RolloutRequest.of(prompt, sample, step.params()))
                                .toList()));
    }

    /** Adds a demonstration, a replayed response and another policy's to each group. */
    public record Mixed(Config config, Tokenizer tokenizer) implements Sampler {
        public record Config() {}

        @Override
        public List<Group> sample(SamplingStep step) {
            return step.prompts().stream().map(prompt -> mixed(step, prompt)).toList();
        }

        private Group mixed(SamplingStep step, Prompt prompt) {
            Group own = group(step, prompt);
            List<Trajectory> all = new ArrayList<>(own.trajectories());
            String text = prompt.response().orElseThrow();
            Trajectory shown = Trajectory.demonstration(prompt, all.size(), tokenizer.encode(text.repeat(5)), text);
            all.add(shown);
            all.add(own.trajectories().get(0).withSample(all.size()).withOrigin(Origin.REPLAY));
            all.add(shown.withSample(all.size()).withOrigin(Origin.OTHER_POLICY));
            return own.withTrajectories(all);
        }
    }

    /** Asks for longer responses than the recipe allows. */
    public record GreedyForMore(Config config) implements Sampler {
        public record Config(int more) {}

        @Override
        public List<Group> sample(SamplingStep step) {
            SamplingParams longer = step.params().withMaxTokens(step.params().maxTokens() + config.more());
            return step.prompts().stream()
                    .map(prompt ->
                            Group.of(prompt, step.rollouts().generate(List.of(RolloutRequest.of(prompt, 0, longer)))))
                    .toList();
        }
    }

    /** Minus the mean absolute difference of two models' log-probabilities, and metrics of further ones. */
    public static final class Distance implements Reward {
        /**
         * Settings.
         *
         * @param directory of a further model
         * @param declared whether it says which models it asks
         */
        public record Config(String directory, boolean declared) {}

        private final Config config;
        private final ScoringModel policy;
        private final ScoringModel reference;
        private final ScoringModel other;
        private final Metrics metrics;

        Distance(Config config, ScoringModels models, Metrics metrics) {
            this.config = config;
            this.metrics = metrics;
            policy = models.get(ModelRef.POLICY);
            reference = models.get(ModelRef.REFERENCE);
            other = models.get(ModelRef.directory(config.directory()));
        }

        @Override
        public Requirements requirements() {
            return config.declared()
                    ? Requirements.models(ModelRef.POLICY, ModelRef.REFERENCE, ModelRef.directory(config.directory()))
                    : Requirements.NONE;
        }

        @Override
        public List<Score> score(Group group) {
            List<TokenScores> own = policy.score(group.trajectories(), 3);
            List<TokenScores> first = reference.score(group.trajectories());
            List<TokenScores> further = other.score(group.trajectories());
            metrics.mean("distance/reference_to_directory", distance(first, further));
            List<Score> scores = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                Trajectory trajectory = group.trajectories().get(i);
                float[] sampled = trajectory.stream(TokenStream.BEHAVIOUR_LOGPROBS);
                float[] logprobs = own.get(i).logprobs();
                float[] top = own.get(i).top().orElseThrow().logprobs();
                for (int t = 0; t < sampled.length; t++) {
                    metrics.mean("distance/policy_to_sampling", Math.abs(logprobs[t] - sampled[t]));
                    metrics.mean("distance/over_the_top", logprobs[t] > top[3 * t] + 1e-4 ? 1 : 0);
                }
                scores.add(Score.of(-distance(own.subList(i, i + 1), first.subList(i, i + 1))));
            }
            return scores;
        }

        private static double distance(List<TokenScores> some, List<TokenScores> others) {
            double sum = 0;
            for (int i = 0; i < some.size(); i++) {
                float[] one = some.get(i).logprobs();
                float[] other = others.get(i).logprobs();
                for (int t = 0; t < one.length; t++) {
                    sum += Math.abs(one[t] - other[t]);
                }
            }
            return sum;
        }
    }

    /** Writes a line for everything that it is told, in a directory of its own. */
    public static final class Witness implements Tracker, Stateful {
        public record Config() {}

        private final RunInfo run;
        private int steps;

        Witness(Config config, RunInfo run) {
            this.run = run;
        }

        static Path log(Path directory) {
            return directory.resolve("plugins/witness/log");
        }

        private void say(String line) {
            try {
                Path file = log(run.directory());
                Files.createDirectories(file.resolveSibling(""));
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void started(int firstStep, int of) {
            say("started " + firstStep + " of " + of + " = " + run.steps() + " after " + steps + " in run " + run.name()
                    + " with seed " + run.seed() + " and recipe of "
                    + (run.recipe().contains("groupSize") ? "all" : "")
                    + " defaults");
        }

        @Override
        public void step(int step, Map<String, Double> metrics) {
            steps++;
        }

        @Override
        public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
            double[] temperatures = groups.stream()
                    .flatMap(group -> group.trajectories().stream())
                    .flatMapToDouble(
                            scored -> scored.trajectory().params().stream().mapToDouble(SamplingParams::temperature))
                    .distinct()
                    .toArray();
            say("step " + step + " at temperatures " + Arrays.toString(temperatures));
        }

        @Override
        public void measured(Measurement measurement) {
            say("measured " + measurement.step() + " with "
                    + measurement.samples().size() + " samples, accuracy "
                    + measurement.numbers().containsKey("eval/accuracy"));
        }

        @Override
        public void ended(RunEnd end) {
            say("ended after " + end.lastStep() + ", "
                    + end.failure()
                            .map(failure -> failure.getCause().getMessage())
                            .orElse("completed"));
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("steps", steps);
        }

        @Override
        public void restore(Map<String, Object> state) {
            steps = ((Number) state.get("steps")).intValue();
        }
    }
}
