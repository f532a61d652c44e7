package proofs.candidateexperiment;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.track.Metrics;

/** One component of every kind that was experimental in 1.0.0-rc.1. */
public final class ExperimentPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.curriculum("candidate-new", new New.Config(), New.class);
        registry.schedule("candidate-cooling", new Cooling.Config(0.5), Cooling.class);
        registry.backend("candidate-zeros", new Zeros.Config("e"), Zeros.class);
    }

    /** A new problem for every batch. */
    record New(Config config, Metrics metrics) implements Curriculum {

        record Config() {}

        @Override
        public List<Example> choose(PromptBatch batch) {
            metrics.add("candidate/curriculum", 1);
            String question = batch.number() + "+1=";
            return List.of(Example.of(question, List.of(Message.user(question))));
        }
    }

    /** A lower temperature in later steps. */
    record Cooling(Config config, Metrics metrics) implements SamplingSchedule {

        record Config(double factor) {}

        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            metrics.add("candidate/schedule", 1);
            double temperature = Math.pow(config.factor(), step - 1.0);
            return request -> request.params().withTemperature(temperature);
        }
    }

    /** Writes one character, again and again. */
    static final class Zeros implements RolloutBackend {

        record Config(String character) {}

        private final int token;
        private volatile long version;

        Zeros(Config config, Tokenizer tokenizer) {
            this.token = tokenizer.encode(config.character())[0];
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.all().withMaxOpenRequests(64);
        }

        @Override
        public void update(PolicyWeights weights) {
            version = weights.version();
        }

        @Override
        public CompletableFuture<Generation> generate(GenerationRequest request) {
            int[] tokens = new int[request.params().maxTokens()];
            float[] logprobs = new float[tokens.length];
            Arrays.fill(tokens, token);
            Arrays.fill(logprobs, -1);
            return CompletableFuture.completedFuture(
                    Generation.of(tokens, logprobs, logprobs, Finish.LENGTH, version));
        }
    }
}
