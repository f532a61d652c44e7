package org.reason4j.cli.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.reason4j.core.engine.model.AdamW;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.LoraSettings;
import org.reason4j.core.engine.model.OutputPass;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.host.config.Recipe;

/** Makes a forward and a backward pass over the sequences of a row, whose responses are scored, and an update. */
final class TrainTask implements Task {

    private static final AdamW SETTINGS = new AdamW(0.9, 0.999, 1e-8, 0);
    private static final double RATE = 1e-6;

    private final Policy policy;
    private final TokenRows rows = new TokenRows();

    TrainTask(Work work, Path directory, Device device, Precision precision) {
        Optional<LoraSettings> adapters = work.lora().stream()
                .mapToObj(Recipe.Lora::of)
                .map(lora -> new LoraSettings(lora.rank(), lora.alpha(), lora.targets()))
                .findFirst();
        policy = Policy.load(directory, device, precision, adapters, 1);
        boolean[] scored = new boolean[work.response()];
        Arrays.fill(scored, true);
        SplittableRandom random = new SplittableRandom(2);
        work.sequences().forEach(one -> rows.add(one.tokens(), Work.letters(random, work.response()), scored, 1));
    }

    @Override
    public Turn turn() {
        float[] gradient = new float[rows.scored()];
        Arrays.fill(gradient, -1f / gradient.length);
        Stopwatch passes = new Stopwatch();
        try (NDManager scope = policy.model().scope()) {
            OutputPass pass = policy.pass(scope, rows, false);
            pass.backward().accept(scope.create(gradient));
            await(scope);
        }
        double seconds = passes.seconds();
        double processorSeconds = passes.processorSeconds();
        Stopwatch update = new Stopwatch();
        policy.clipGradients(1);
        policy.update(SETTINGS, RATE);
        try (NDManager scope = policy.model().scope()) {
            await(scope);
        }
        return new Turn(seconds, processorSeconds, update.seconds(), update.processorSeconds());
    }

    /** Waits for what a GPU has been told to do: a number that it computes afterwards is read. */
    private static void await(NDManager scope) {
        scope.create(new float[1]).neg().toFloatArray();
    }

    @Override
    public LanguageModel model() {
        return policy.model();
    }

    @Override
    public void close() {
        policy.close();
    }
}
