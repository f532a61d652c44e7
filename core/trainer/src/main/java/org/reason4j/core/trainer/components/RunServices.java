package org.reason4j.core.trainer.components;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ReferencePolicy;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;
import org.reason4j.core.trainer.beside.LearningModels;
import org.reason4j.core.trainer.beside.PolicyResponses;
import org.reason4j.core.trainer.report.MetricBuffer;

/** Services that components are given when they are built, and can use once the run has begun. */
public final class RunServices {

    private final Tokenizer tokenizer;
    private final RunInfo run;
    private final LearningModels learning;
    private final PolicyResponses responses;

    /** Guards the policy's weights. Fair, because waiters have deadlines. */
    private final ReentrantLock weights = new ReentrantLock(true);

    private final Engine engine = new Engine(weights);
    private final Engine opinions = new Engine(weights);
    private final Measuring measure = new Measuring();
    private final MetricBuffer metrics = new MetricBuffer();
    private final Scoring scoring = new Scoring(weights);
    private final Reference reference = new Reference(weights);

    /** Services of a measurement, or of a run in which no model learns but the policy. */
    public RunServices(Tokenizer tokenizer, RunInfo run) {
        this(tokenizer, run, new LearningModels(Set.of()), new PolicyResponses(Optional.empty()));
    }

    /**
     * Services of a run.
     *
     * @param learning the policy and the models that learn beside it, as text models
     * @param responses what the policy wrote, where this is a run beside it
     */
    public RunServices(Tokenizer tokenizer, RunInfo run, LearningModels learning, PolicyResponses responses) {
        this.tokenizer = tokenizer;
        this.run = run;
        this.learning = learning;
        this.responses = responses;
    }

    /** Facts about the run. */
    public RunInfo run() {
        return run;
    }

    public Engine engine() {
        return engine;
    }

    /** The policy as a text model: without the environment that its rollouts have. */
    public Engine opinions() {
        return opinions;
    }

    /** Changes the weights while no decoder runs; a component that was too late for its step waits. */
    public void whileIdle(Runnable change) {
        holding(weights, () -> {
            change.run();
            return true;
        });
    }

    /** Computes with the weights while no decoder runs. */
    public <T> T whileIdle(Supplier<T> work) {
        return holding(weights, work);
    }

    public Measuring measure() {
        return measure;
    }

    /** The models that score trajectories. */
    public Scoring scoring() {
        return scoring;
    }

    /** The reference policy, for those who move it. */
    public Reference reference() {
        return reference;
    }

    public MetricBuffer metrics() {
        return metrics;
    }

    /** Services of text models. */
    public Map<Class<?>, Object> forModels() {
        return Map.of(
                Tokenizer.class, tokenizer,
                RunInfo.class, run,
                RolloutEngine.class, opinions,
                LearningModels.class, learning,
                Metrics.class, metrics);
    }

    /** Services of every other component. */
    public Map<Class<?>, Object> forComponents(TextModels models, RolloutSettings rollout) {
        return Map.of(
                Tokenizer.class, tokenizer,
                RunInfo.class, run,
                ScoringModels.class, scoring,
                ReferencePolicy.class, reference,
                RolloutEngine.class, engine,
                Metrics.class, metrics,
                PolicyResponses.class, responses,
                Measure.class, measure,
                TextModels.class, models,
                RolloutSettings.class, rollout);
    }

    private static <T> T holding(ReentrantLock lock, Supplier<T> work) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while others were using the policy", e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static <T> T begun(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("There is no " + what
                    + " before the run has begun; a constructor keeps its services and calls none but the tokenizer.");
        }
        return value;
    }

    /** The decoder of the batch that is being collected. */
    public static final class Engine implements RolloutEngine {

        private final ReentrantLock weights;
        private @Nullable RolloutEngine current; // guarded by the weights

        Engine(ReentrantLock weights) {
            this.weights = weights;
        }

        public void use(RolloutEngine other) {
            holding(weights, () -> current = other);
        }

        @Override
        public List<Trajectory> generate(List<RolloutRequest> requests) {
            return holding(weights, () -> begun(current, "policy").generate(requests));
        }

        @Override
        public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
            return holding(weights, () -> begun(current, "policy").generatePlans(plans));
        }
    }

    /** The models that score trajectories, once they are loaded. */
    public static final class Scoring implements ScoringModels {

        private final ReentrantLock weights;
        private @Nullable ScoringModels current; // guarded by the weights

        Scoring(ReentrantLock weights) {
            this.weights = weights;
        }

        /** Offers models to components. */
        public void use(ScoringModels models) {
            holding(weights, () -> current = models);
        }

        /** Returns a model that is looked up at its first call where the run has not begun yet. */
        @Override
        public ScoringModel get(ModelRef ref) {
            return holding(weights, () -> {
                Supplier<ScoringModel> later =
                        () -> begun(current, "model that scores").get(ref);
                return new HeldModel(weights, current == null ? later : constant(current.get(ref)));
            });
        }

        private static Supplier<ScoringModel> constant(ScoringModel model) {
            return () -> model;
        }
    }

    /** The reference policy, once it is loaded. */
    public static final class Reference implements ReferencePolicy {

        private final ReentrantLock weights;
        private @Nullable ReferencePolicy current; // guarded by the weights

        Reference(ReentrantLock weights) {
            this.weights = weights;
        }

        /** Lets components move it. */
        public void use(ReferencePolicy loaded) {
            holding(weights, () -> current = loaded);
        }

        @Override
        public void reset(boolean moments) {
            moving(loaded -> loaded.reset(moments));
        }

        @Override
        public void average(double share) {
            moving(loaded -> loaded.average(share));
        }

        private void moving(Consumer<ReferencePolicy> move) {
            holding(weights, () -> {
                if (current == null) {
                    throw new IllegalStateException("There is no reference policy to move: the run has not begun, or no"
                            + " component reads it. A component that moves it declares the stream"
                            + " 'refLogprobs' or the model REFERENCE in requirements().");
                }
                move.accept(current);
                return true;
            });
        }
    }

    /** A model that scores while nobody changes the weights. */
    private record HeldModel(ReentrantLock weights, Supplier<ScoringModel> model) implements ScoringModel {

        @Override
        public List<TokenScores> score(List<Trajectory> trajectories, int topK) {
            return holding(weights, () -> model.get().score(trajectories, topK));
        }

        @Override
        public List<TokenScores> scoreTokens(List<Trajectory> trajectories, List<TopTokens> tokens) {
            return holding(weights, () -> model.get().scoreTokens(trajectories, tokens));
        }

        @Override
        public int maxTokens() {
            return holding(weights, () -> model.get().maxTokens());
        }

        @Override
        public List<OptionalDouble> scoreConversations(List<List<Message>> conversations) {
            return holding(weights, () -> model.get().scoreConversations(conversations));
        }
    }

    /** The reward that measures. */
    public static final class Measuring implements Measure {

        private @Nullable Reward reward;

        public void use(Reward measuring) {
            reward = measuring;
        }

        private Reward reward() {
            return begun(reward, "measuring reward");
        }

        @Override
        public List<Score> score(Group group) throws Exception {
            return reward().score(group);
        }

        @Override
        public List<Score> score(Group group, Deadline deadline) throws Exception {
            return reward().score(group, deadline);
        }

        @Override
        public Optional<String> answer(Trajectory trajectory) {
            return reward().answer(trajectory);
        }

        @Override
        public Requirements requirements() {
            return reward().requirements();
        }
    }
}
