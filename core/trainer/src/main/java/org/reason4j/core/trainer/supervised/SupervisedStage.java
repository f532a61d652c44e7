package org.reason4j.core.trainer.supervised;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.host.track.MetricNames;
import org.reason4j.core.trainer.experience.PromptPool;
import org.reason4j.core.trainer.learning.LearningRate;
import org.reason4j.core.trainer.learning.TokenBudget;
import org.reason4j.core.trainer.learning.UpdateSettings;
import org.reason4j.core.trainer.loop.NativeHeap;
import org.reason4j.core.trainer.report.Observers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Supervised training on responses, end of sequence included, by a {@link SupervisedLoss}. */
public final class SupervisedStage {

    /** The field of a wrong response. */
    private static final String REJECTED = "rejected";

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedStage.class);

    private final Policy policy;
    private final Tokenizer tokenizer;
    private final Optional<String> system;
    private final long seed;
    private final Training.Supervised settings;
    private final UpdateSettings updates;
    private final List<Example> examples;
    private final Observers observers;
    private final SupervisedLoss loss;

    /**
     * A response to learn from.
     *
     * @param weight its tokens' log-probabilities count that often in the loss, negated
     */
    private record Response(int[] prompt, int[] tokens, double weight) {

        int length() {
            return prompt.length + tokens.length;
        }

        Response times(double factor) {
            return new Response(prompt, tokens, factor);
        }
    }

    /**
     * Prepares the stage.
     *
     * @param examples with the responses to imitate
     * @param system system message of conversations that have none
     * @param seed of the order of examples
     */
    public SupervisedStage(
            Policy policy,
            Tokenizer tokenizer,
            List<Example> examples,
            Optional<String> system,
            long seed,
            Training.Supervised settings,
            UpdateSettings updates,
            Observers observers) {
        this.policy = policy;
        this.tokenizer = tokenizer;
        this.examples = examples;
        this.system = system;
        this.seed = seed;
        this.settings = settings;
        this.updates = updates;
        this.observers = observers;
        loss = SupervisedLoss.valueOf(settings.loss().toUpperCase(Locale.ROOT));
        for (Example example : examples) {
            ConfigException.check(
                    example.response().isPresent(),
                    "Example '%s' of supervised.data has no response to imitate. Name the field that holds it, or leave out"
                            + " the supervised stage.",
                    example.id());
            ConfigException.check(
                    loss != SupervisedLoss.REDI || example.fields().get(REJECTED) instanceof String,
                    "Example '%s' of supervised.data has no text in the field '%s', the wrong response that supervised.loss redi"
                            + " learns to avoid. Add it, or choose the loss nll or dft.",
                    example.id(),
                    REJECTED);
        }
        ConfigException.check(
                !tokenizer.endOfSequence().isEmpty(),
                "The model has no end-of-sequence token, so it can't learn where a response ends. Set eos_token_id in its"
                        + " config.json.");
    }

    /**
     * Runs the stage to its end, from its newest checkpoint on.
     *
     * @param checkpoints where it writes them; empty for none
     */
    public void run(Optional<SupervisedCheckpoints> checkpoints) {
        int done = checkpoints.map(SupervisedCheckpoints::restore).orElse(0);
        NativeHeap heap = new NativeHeap();
        PromptOrder order = new PromptOrder(seed, examples.size(), settings.batchSize(), true);
        LearningRate rate =
                new LearningRate("cosine", settings.learningRate(), settings.warmupSteps(), settings.steps(), 0.1);
        for (int step = done + 1; step <= settings.steps(); step++) {
            long begin = System.nanoTime();
            Learned learned = learn(
                    IntStream.of(order.examplesOf(step)).mapToObj(examples::get).toList());
            double norm = policy.clipGradients(updates.clipNorm());
            if (policy.dropsOverflow(norm)) {
                LOG.warn("Supervised step {} made no update: its gradient overflowed in fp16", step);
            } else {
                requireFinite(norm, step);
                policy.update(updates.adamW(), rate.of(step));
            }
            observers.progress(0, "supervised", step, settings.steps());
            double seconds = (System.nanoTime() - begin) / 1e9;
            observers.supervised(
                    step,
                    settings.steps(),
                    Map.of(
                            MetricNames.SUPERVISED_LOSS,
                            learned.loss(),
                            MetricNames.SUPERVISED_GRADIENT_NORM,
                            norm,
                            MetricNames.SUPERVISED_LEARNING_RATE,
                            rate.of(step),
                            MetricNames.SUPERVISED_TOKENS_PER_SECOND,
                            learned.tokens() / seconds));
            int made = step;
            checkpoints.ifPresent(store -> store.stepCompleted(made, settings.steps()));
            heap.trimNowAndThen();
        }
    }

    private static void requireFinite(double norm, int step) {
        if (!Double.isFinite(norm)) {
            throw new IllegalStateException("The gradient's norm is " + norm + " at supervised step " + step
                    + ". A lower supervised.learningRate often helps.");
        }
    }

    /**
     * Result of a batch.
     *
     * @param tokens of its responses
     */
    private record Learned(double loss, long tokens) {}

    private Learned learn(List<Example> batch) {
        List<Response> responses = loss == SupervisedLoss.REDI ? pairs(batch) : right(batch);
        int[] lengths = responses.stream().mapToInt(Response::length).toArray();
        double sum = 0;
        for (List<Integer> members :
                TokenBudget.split(lengths, updates.batching().tokensPerMicroBatch())) {
            sum += backward(members.stream().map(responses::get).toList());
        }
        return new Learned(
                sum, responses.stream().mapToLong(one -> one.tokens().length).sum());
    }

    private List<Response> right(List<Example> batch) {
        List<Response> responses = batch.stream()
                .map(example -> response(example, example.response().orElseThrow()))
                .toList();
        double weight = loss.weight(
                responses.stream().mapToLong(one -> one.tokens().length).sum());
        return responses.stream().map(one -> one.times(weight)).toList();
    }

    private List<Response> pairs(List<Example> batch) {
        List<Response> responses = new ArrayList<>();
        for (Example example : batch) {
            responses.add(ofPair(example, example.response().orElseThrow(), true, batch.size()));
            responses.add(ofPair(
                    example, (String) Objects.requireNonNull(example.fields().get(REJECTED)), false, batch.size()));
        }
        return responses;
    }

    private Response ofPair(Example example, String text, boolean right, int examples) {
        Response response = response(example, text);
        return response.times(SupervisedLoss.pairWeight(examples, response.tokens().length, right, settings.alpha()));
    }

    private Response response(Example example, String response) {
        Prompt prompt = PromptPool.render(example, tokenizer, system);
        int[] text = tokenizer.encode(response);
        int[] tokens = Arrays.copyOf(text, text.length + 1);
        tokens[text.length] = tokenizer.endOfSequence().get(0);
        return new Response(prompt.tokens(), tokens, 0);
    }

    /** Adds the gradient of some responses, and returns their part of the loss. */
    private double backward(List<Response> batch) {
        TokenRows rows = new TokenRows();
        for (Response response : batch) {
            boolean[] all = new boolean[response.tokens().length];
            Arrays.fill(all, true);
            rows.add(response.prompt(), response.tokens(), all, 1);
        }
        try (NDManager scope = policy.model().scope()) {
            Policy.Pass pass = policy.forward(scope, rows, updates.recompute());
            float[] logprobs = pass.logprobs();
            float[] gradient = new float[logprobs.length];
            int next = 0;
            double sum = 0;
            for (Response response : batch) {
                for (int t = 0; t < response.tokens().length; t++, next++) {
                    gradient[next] = loss.gradient(logprobs[next], response.weight());
                    sum += loss.value(logprobs[next], response.weight());
                }
            }
            policy.backward(pass, scope.create(gradient), scope.create(new float[0]));
            return sum;
        }
    }
}
