package org.reason4j.core.trainer.run;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.model.BradleyTerry;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.PolicyUpdate;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.reward.Reward;

/** Small techniques that bring a model of their own, or a rule of their own to move the weights. */
public final class LearnerToys implements Plugin {

    private static final TokenStream RETURNS = TokenStream.of("test", "returns");

    @Override
    public void register(Registry registry) {
        registry.optimizer(
                "actor-critic", new ActorCritic.Config("critic", true, 0, Optional.empty(), false), ActorCritic.class);
        registry.optimizer("descent", new Descent.Config(0.1), Descent.class);
        registry.dataset("pairs", new Pairs.Config("train", 16, false), Pairs.class);
        registry.reward("process", new Process.Config("process", 0), Process.class);
        registry.reward("ranking", new Ranking.Config(0.01), Ranking.class);
        registry.reward("sure", new Sure.Config(), Sure.class);
    }

    /** Pairs of a response in lower case, which is chosen, and one in upper case; as messages where the settings say so. */
    public record Pairs(Config config) implements DatasetReader {
        public record Config(String prefix, int count, boolean messages) {}

        @Override
        public List<Example> read() {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < config.count(); i++) {
                String prompt = (char) ('A' + i % 26) + Integer.toString(i % 10);
                String word = "" + (char) ('a' + i % 5) + (char) ('b' + i % 7);
                examples.add(Example.of(config.prefix() + "-" + i, List.of(new Message("user", prompt)))
                        .withFields(Map.of(
                                "chosen",
                                response(prompt, word),
                                "rejected",
                                response(prompt, word.toUpperCase(Locale.ROOT)))));
            }
            return examples;
        }

        private Object response(String prompt, String text) {
            Map<String, String> answer = Map.of("role", "assistant", "content", text);
            return config.messages() ? List.of(Map.of("role", "user", "content", prompt), answer) : text;
        }
    }

    /** Advantages are rewards minus values; the critic's target is the reward. */
    public record ActorCritic(Config config) implements PolicyOptimizer {
        public record Config(String name, boolean critic, int soloSteps, Optional<String> path, boolean broken) {}

        @Override
        public Requirements requirements() {
            return Requirements.streams(TokenStream.VALUES);
        }

        @Override
        public List<AuxiliaryModel> models() {
            return config.critic() ? List.of(new Critic(config)) : List.of();
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                for (ScoredTrajectory scored : group.trajectories()) {
                    float[] advantages =
                            scored.trajectory().stream(TokenStream.VALUES).clone();
                    float[] returns = new float[advantages.length];
                    Arrays.fill(returns, (float) scored.reward());
                    for (int t = 0; t < advantages.length; t++) {
                        advantages[t] = returns[t] - advantages[t];
                    }
                    credits.add(Credit.of(scored.trajectory().with(RETURNS, returns), advantages));
                }
            }
            return credits;
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return batch.tokenMean(batch.logprobs().mul(batch.advantages()).neg());
        }
    }

    private record Critic(ActorCritic.Config config) implements AuxiliaryModel {
        @Override
        public String name() {
            return config.name();
        }

        @Override
        public Output output() {
            return Output.VALUES;
        }

        @Override
        public Learning learning() {
            return Learning.of(1e-2)
                    .withPath(config.path())
                    .withEpochs(2)
                    .withClipNorm(1)
                    .withSoloSteps(config.soloSteps());
        }

        @Override
        public TokenStream stream() {
            return TokenStream.VALUES;
        }

        @Override
        public NDArray loss(TokenBatch batch, NDArray values) {
            NDArray loss =
                    batch.tokenMean(values.sub(batch.stream(RETURNS)).square().div(2));
            return config.broken() ? loss.mul(Float.NaN) : loss;
        }
    }

    /** Plain gradient descent. */
    public record Descent(Config config) implements PolicyOptimizer {
        public record Config(double rate) {}

        @Override
        public Requirements requirements() {
            return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return new Toys.Reinforce(new Toys.Reinforce.Config(0)).credit(groups);
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            NDArray ratio = batch.logprobs().sub(batch.oldLogprobs()).exp();
            batch.metric("descent/ratio", ratio);
            return batch.tokenMean(ratio.mul(batch.advantages()).neg());
        }

        @Override
        public Optional<UpdateRule> updateRule() {
            return Optional.of(this::update);
        }

        Map<String, Double> update(PolicyUpdate policy) {
            double before = policy.value(policy.loss());
            try (WeightVector gradient = policy.gradient(policy.loss())) {
                policy.move(gradient, -config.rate());
            }
            return Map.of("descent/change", policy.value(policy.loss()) - before);
        }
    }

    /** A hundredth of how much likelier a response has become to a model that learns from advantages. */
    public record Process(Config config) implements Reward, AuxiliaryModel {
        public record Config(String name, int soloSteps) {}

        @Override
        public Requirements requirements() {
            return Requirements.streams(stream(), TokenStream.REFERENCE_LOGPROBS);
        }

        @Override
        public List<AuxiliaryModel> models() {
            return List.of(this);
        }

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, trajectory -> {
                double sum = 0;
                for (int t = 0; t < trajectory.length(); t++) {
                    sum += trajectory.stream(stream())[t] - trajectory.stream(TokenStream.REFERENCE_LOGPROBS)[t];
                }
                return Score.of(0.01 * sum);
            });
        }

        @Override
        public String name() {
            return config.name();
        }

        @Override
        public Output output() {
            return Output.LOGPROBS;
        }

        @Override
        public Learning learning() {
            return Learning.of(1e-2).withClipNorm(1).withSoloSteps(config.soloSteps());
        }

        @Override
        public NDArray loss(TokenBatch batch, NDArray logprobs) {
            NDArray gain = logprobs.sub(batch.stream(TokenStream.REFERENCE_LOGPROBS));
            batch.metric(name() + "/agreement", gain.mul(batch.advantages()));
            return batch.tokenMean(logprobs.mul(batch.advantages()).neg());
        }
    }

    /** The score of a model that learns to prefer the response with the most lower-case letters of each group. */
    public record Ranking(Config config) implements Reward, AuxiliaryModel {
        /** Settings: the least difference, in letters, of a pair. */
        public record Config(double least) {}

        @Override
        public Requirements requirements() {
            return Requirements.streams(stream()).withPairsTogether();
        }

        @Override
        public List<AuxiliaryModel> models() {
            return List.of(this);
        }

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, one -> Score.of(one.stream(stream())[one.length() - 1]));
        }

        @Override
        public String name() {
            return "ranking";
        }

        @Override
        public Output output() {
            return Output.SCORES;
        }

        @Override
        public Learning learning() {
            return Learning.of(1e-2);
        }

        @Override
        public List<Credit> examples(List<Credit> credits) {
            Map<String, List<Trajectory>> groups = new TreeMap<>();
            credits.forEach(credit -> groups.computeIfAbsent(
                            credit.trajectory().prompt().id(), any -> new ArrayList<>())
                    .add(credit.trajectory()));
            List<Credit> pairs = new ArrayList<>();
            for (List<Trajectory> group : groups.values()) {
                group.sort(Comparator.comparingLong(Ranking::letters));
                Trajectory worst = group.get(0);
                Trajectory best = group.get(group.size() - 1);
                if (letters(best) - letters(worst) >= config.least()) {
                    pairs.addAll(Credit.pair(pairs.size(), atTheEnd(best), atTheEnd(worst)));
                }
            }
            return pairs;
        }

        private static long letters(Trajectory one) {
            return one.text().chars().filter(Character::isLowerCase).count();
        }

        private static Trajectory atTheEnd(Trajectory one) {
            boolean[] last = new boolean[one.length()];
            last[last.length - 1] = true;
            return one.withLearned(last);
        }

        @Override
        public NDArray loss(TokenBatch batch, NDArray scores) {
            return BradleyTerry.loss(batch, scores, 0, 0, name());
        }
    }

    /** Self-certainty minus entropy. */
    public record Sure(Config config) implements Reward {
        public record Config() {}

        @Override
        public Requirements requirements() {
            return Requirements.streams(TokenStream.CERTAINTY, TokenStream.ENTROPY);
        }

        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(
                    group, one -> Score.of(mean(one, TokenStream.CERTAINTY) - mean(one, TokenStream.ENTROPY)));
        }

        private static double mean(Trajectory trajectory, TokenStream stream) {
            double sum = 0;
            for (float value : trajectory.stream(stream)) {
                sum += value;
            }
            return sum / trajectory.length();
        }
    }
}
