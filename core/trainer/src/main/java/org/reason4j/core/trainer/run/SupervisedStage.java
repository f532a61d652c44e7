package org.reason4j.core.trainer.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.trainer.experience.PromptPool;
import org.reason4j.core.trainer.learning.LearningRate;
import org.reason4j.core.trainer.learning.TokenBudget;
import org.reason4j.core.trainer.learning.UpdateSettings;
import org.reason4j.core.trainer.loop.NativeHeap;
import org.reason4j.core.trainer.report.Observers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Supervised training on responses: the mean of {@code -log p} over their tokens, end of sequence included. */
final class SupervisedStage {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedStage.class);

    private final Policy policy;
    private final Tokenizer tokenizer;
    private final Optional<String> system;
    private final long seed;
    private final Training.Supervised settings;
    private final UpdateSettings updates;
    private final List<Example> examples;
    private final Observers observers;

    /**
     * Prepares the stage.
     *
     * @param examples with the responses to imitate
     * @param system system message of conversations that have none
     * @param seed of the order of examples
     */
    SupervisedStage(
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
        for (Example example : examples) {
            ConfigException.check(
                    example.response().isPresent(),
                    "Example '%s' of supervised.data has no response to imitate. Name the field that holds it, or leave out"
                            + " the supervised stage.",
                    example.id());
        }
        ConfigException.check(
                !tokenizer.endOfSequence().isEmpty(),
                "The model has no end-of-sequence token, so it can't learn where a response ends. Set eos_token_id in its"
                        + " config.json.");
    }

    /** Runs the whole stage. */
    void run() {
        NativeHeap heap = new NativeHeap();
        PromptOrder order = new PromptOrder(seed, examples.size(), settings.batchSize(), true);
        LearningRate rate =
                new LearningRate("cosine", settings.learningRate(), settings.warmupSteps(), settings.steps(), 0.1);
        for (int step = 1; step <= settings.steps(); step++) {
            List<int[][]> batch = new ArrayList<>();
            for (int index : order.examplesOf(step)) {
                batch.add(tokens(examples.get(index)));
            }
            learn(batch);
            double norm = policy.clipGradients(updates.clipNorm());
            if (policy.dropsOverflow(norm)) {
                LOG.warn("Supervised step {} made no update: its gradient overflowed in fp16", step);
            } else {
                requireFinite(norm, step);
                policy.update(updates.adamW(), rate.of(step));
            }
            observers.progress(0, "supervised", step, settings.steps());
            heap.trimNowAndThen();
        }
    }

    private static void requireFinite(double norm, int step) {
        if (!Double.isFinite(norm)) {
            throw new IllegalStateException("The gradient's norm is " + norm + " at supervised step " + step
                    + ". A lower supervised.learningRate often helps.");
        }
    }

    /** Prompt and response of an example. */
    private int[][] tokens(Example example) {
        Prompt prompt = PromptPool.render(example, tokenizer, system);
        int[] text = tokenizer.encode(example.response().orElseThrow());
        int[] response = Arrays.copyOf(text, text.length + 1);
        response[text.length] = tokenizer.endOfSequence().get(0);
        return new int[][] {prompt.tokens(), response};
    }

    private void learn(List<int[][]> batch) {
        long learned = batch.stream().mapToLong(tokens -> tokens[1].length).sum();
        int[] lengths = batch.stream()
                .mapToInt(tokens -> tokens[0].length + tokens[1].length)
                .toArray();
        for (List<Integer> members :
                TokenBudget.split(lengths, updates.batching().tokensPerMicroBatch())) {
            learn(members.stream().map(batch::get).toList(), learned);
        }
    }

    private void learn(List<int[][]> batch, long learned) {
        TokenRows rows = new TokenRows();
        for (int[][] tokens : batch) {
            boolean[] all = new boolean[tokens[1].length];
            Arrays.fill(all, true);
            rows.add(tokens[0], tokens[1], all, 1);
        }
        try (NDManager scope = policy.model().scope()) {
            Policy.Pass pass = policy.forward(scope, rows, updates.recompute());
            NDArray gradient = scope.full(new Shape(rows.scored()), -1f / learned);
            policy.backward(pass, gradient, scope.create(new float[0]));
        }
    }
}
