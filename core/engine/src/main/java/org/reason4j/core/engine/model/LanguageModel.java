package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.kernel.HeadInput;
import org.reason4j.core.engine.model.kernel.KernelForm;
import org.reason4j.core.engine.model.kernel.KernelWeights;
import org.reason4j.core.engine.model.kernel.Kernels;
import org.reason4j.core.engine.model.kernel.NativeEngine;
import org.reason4j.core.engine.model.kernel.NativeTime;
import org.reason4j.core.engine.model.kernel.PassInput;
import org.reason4j.core.engine.model.kernel.SideBySide;
import org.reason4j.core.engine.model.kernel.TorchScript;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.huggingface.PeftAdapter;
import org.reason4j.core.formats.huggingface.SequenceClassifier;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * A causal language model on a device: its weights and its passes.
 *
 * <p>Not safe for use by several threads.
 */
public final class LanguageModel implements AutoCloseable {

    /** Prompts longer than this are read with fused attention, which never holds all weights. */
    private static final int LONGEST_PLAIN_ATTENTION = 512;

    /** Larger models' products are worth splitting among threads, and gradients of each part's own would take up memory. */
    private static final long MOST_PARAMETERS_IN_PARTS = 50_000_000;

    /** Logits held at a time. */
    private static final int LOGITS_PER_CHUNK = 1 << 24;

    private final ModelConfig config;
    private final NDManager manager;
    private final Kernels kernels;
    private final ModelTensors tensors;
    private final CachePool caches;
    private long version;

    private LanguageModel(ModelConfig config, Precision precision, NDManager manager, TensorFiles.Source source) {
        this.config = config;
        this.manager = manager;
        kernels = Kernels.compile(config, manager);
        caches = new CachePool(kernels, manager);
        tensors = new ModelTensors(config, precision, manager, kernels, source);
    }

    /** Loads a Hugging Face directory. */
    public static LanguageModel load(Path directory, Device device, Precision precision) {
        return load(directory, languageModel(directory), device, precision);
    }

    /**
     * Loads a Hugging Face directory with adapters in PEFT's layout added to its weights.
     *
     * @throws ConfigException if the adapters don't belong to the model
     */
    public static LanguageModel load(Path directory, Path adapters, Device device, Precision precision) {
        ModelConfig config = languageModel(directory);
        PeftAdapter adapter = PeftAdapter.open(adapters, config);
        return load(directory, config, device, precision, adapter::merged);
    }

    /**
     * Checks the files of a Hugging Face directory without reading weights.
     *
     * @throws ConfigException if it holds no language model, or not all of one
     */
    public static void requireFiles(Path directory) {
        ModelWeights.open(directory, languageModel(directory));
    }

    private static ModelConfig languageModel(Path directory) {
        ModelConfig config = ModelConfig.read(directory);
        ConfigException.check(
                !SequenceClassifier.describes(config),
                "%s is a reward model or another classifier, which has scores instead of tokens. Name a language model.",
                directory);
        return config;
    }

    /** Loads a language model or a reward model without what makes logits or scores of its last hidden states. */
    static LanguageModel loadHeadless(Path directory, Device device, Precision precision) {
        return load(directory, SequenceClassifier.of(ModelConfig.read(directory)), device, precision);
    }

    /** Loads a language model, or what a reward model has of one. */
    static LanguageModel loadLayers(Path directory, Device device, Precision precision) {
        return SequenceClassifier.describes(ModelConfig.read(directory))
                ? loadHeadless(directory, device, precision)
                : load(directory, device, precision);
    }

    private static LanguageModel load(Path directory, ModelConfig config, Device device, Precision precision) {
        return load(directory, config, device, precision, (spec, first, rows) -> rows);
    }

    /** Changes rows of a tensor on their way from the files. */
    private interface Change {
        ByteBuffer of(TensorSpec spec, long firstRow, ByteBuffer fp32);
    }

    private static LanguageModel load(
            Path directory, ModelConfig config, Device device, Precision precision, Change change) {
        ModelWeights files = ModelWeights.open(directory, config);
        NativeEngine.load();
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            LanguageModel model = new LanguageModel(
                    config,
                    precision,
                    manager,
                    (spec, first, rows) -> change.of(spec, first, files.readAsFloat32(spec.name(), first, rows)));
            model.requireFinite(directory);
            return model;
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Replaces the fp32 weights by those of a directory of the same model; {@link #refresh} then updates the copies. */
    void reload(Path directory) {
        tensors.reload(directory);
        requireFinite(directory);
    }

    private void requireFinite(Path directory) {
        tensors.notFinite().ifPresent(what -> {
            throw new ConfigException("The weights in " + directory + " can't be used: " + what
                    + ", expected finite numbers. Get the model again, or take another one.");
        });
    }

    /** Copies weights and version of another instance of the same model. */
    public void take(LanguageModel other) {
        tensors.copyFrom(other.tensors);
        version = other.version;
    }

    /**
     * Moves the weights towards those of another instance of the same model: {@code share} of its weights, and the rest of
     * the own.
     */
    public void average(LanguageModel other, double share) {
        tensors.average(other.tensors, share);
    }

    /** Writes the fp32 weights into one file. */
    public void saveWeights(Path file) {
        tensors.save(file);
    }

    /** Reads what {@link #saveWeights} wrote. */
    public void restoreWeights(Path file) {
        tensors.restore(file);
        requireFinite(file);
    }

    /** A tensor with a number that is not finite, and that number; empty if there is none. */
    public Optional<String> brokenNumber() {
        return tensors.notFinite();
    }

    /** Puts adapters on the weights, for good: from now on passes read the sums. */
    void adapt(Adapters adapters) {
        tensors.adapt(adapters);
    }

    /** Reads a weight in fp32 as it is with its adapters. */
    void whole(int index, Consumer<NDArray> reader) {
        tensors.whole(index, reader);
    }

    /** Sets the number of updates behind the weights. */
    void version(long updates) {
        version = updates;
    }

    /** Rebuilds the copies that kernels read from the fp32 weights. */
    void refresh() {
        tensors.refresh();
    }

    /**
     * Runs work whose passes are in fp32, whatever the model's precision: for numbers that rounding would drown, such as the
     * difference between gradients at weights that are close to each other. Nothing is decoded meanwhile; on a CPU another
     * fp32 copy of the weights is held.
     */
    public <T> T inFp32(Supplier<T> work) {
        if (tensors.isFp32()) {
            return work.get();
        }
        tensors.fp32(true);
        try {
            return work.get();
        } finally {
            tensors.fp32(false);
        }
    }

    /** True if passes of now need a scaled loss. */
    boolean scalesLoss() {
        return tensors.scalesLoss();
    }

    /** The model's configuration. */
    public ModelConfig config() {
        return config;
    }

    /** Number of updates of the weights since they were loaded. */
    public long version() {
        return version;
    }

    /** Number of weights. */
    public long parameters() {
        return layout().shapes().stream()
                .mapToLong(shape -> shape.length == 1 ? shape[0] : shape[0] * shape[1])
                .sum();
    }

    /** Owner of tensors that live as long as the model. */
    public NDManager manager() {
        return manager;
    }

    /** The kernels of its passes. */
    public Kernels kernels() {
        return kernels;
    }

    /** The weights as kernels read them, of the moment. */
    public KernelWeights kernelWeights() {
        return tensors.forKernels();
    }

    /**
     * The fp32 weights, without adapters, in the order of {@link LayerWeight}; where the head is tied, the embedding comes
     * twice.
     */
    NDList weights() {
        return tensors.values();
    }

    WeightLayout layout() {
        return tensors.layout();
    }

    /** Key and value caches that decode batches take and give back. */
    public CachePool caches() {
        return caches;
    }

    /** Opens a scope for the tensors of one piece of work; everything in it is freed when it closes. */
    public NDManager scope() {
        return manager.newSubManager();
    }

    /** The parts of some rows that go through passes side by side, in the order of the rows. */
    List<TokenRows> parts(TokenRows rows) {
        boolean whole = kernels.form() == KernelForm.PORTABLE || parameters() > MOST_PARAMETERS_IN_PARTS;
        return rows.split(whole ? 1 : TorchScript.threads());
    }

    /** True if prompts of that many tokens are read with fused attention. */
    public boolean readsWithFusedAttention(int tokens) {
        return tokens > LONGEST_PLAIN_ATTENTION;
    }

    /** Inputs of the layers, whose last states before the scored tokens are wanted. */
    PassInput input(NDManager scope, TokenRows rows, boolean recompute) {
        return input(scope, rows, recompute, false);
    }

    /**
     * Inputs of the layers.
     *
     * @param after whether the last states at the scored tokens are wanted instead of those before them
     */
    PassInput input(NDManager scope, TokenRows rows, boolean recompute, boolean after) {
        return new PassInput(
                rows.ids(scope),
                rows.positions(scope, after ? 0 : 1),
                rows.layout().shape(),
                scope.create(rows.layout().lengths()),
                recompute,
                rows.layout().fused());
    }

    /**
     * Inputs of the language head.
     *
     * @throws IllegalArgumentException if a further token is not in the vocabulary
     */
    HeadInput head(NDManager scope, TokenRows rows) {
        rows.requireFurtherTokensBelow(config.vocabularySize());
        int chunk = Math.max(16, LOGITS_PER_CHUNK / config.vocabularySize());
        return new HeadInput(rows.targets(scope), rows.further(scope), rows.temperatures(scope), chunk);
    }

    /** Log-probabilities and entropies of the scored tokens, without a gradient. */
    public RowScores score(TokenRows rows) {
        return score(rows, ScoringOptions.PLAIN);
    }

    /**
     * Scores rows without a gradient, each at its own temperature.
     *
     * @param wanted numbers to compute beside log-probabilities and entropies
     * @throws IllegalArgumentException if more most likely tokens are wanted than the vocabulary has
     */
    public RowScores score(TokenRows rows, ScoringOptions wanted) {
        if (wanted.top() > config.vocabularySize()) {
            throw new IllegalArgumentException("the " + wanted.top()
                    + " most likely tokens are wanted, but the model has " + config.vocabularySize() + " tokens");
        }
        return RowScores.joined(SideBySide.run(parts(rows), part -> scoreWhole(part, wanted)));
    }

    private RowScores scoreWhole(TokenRows rows, ScoringOptions wanted) {
        try (NDManager scope = scope()) {
            NDList result = kernels.forward(
                    scope,
                    input(scope, rows, false),
                    head(scope, rows),
                    rows.scored(),
                    wanted.top(),
                    wanted.certainties(),
                    wanted.collisions(),
                    false,
                    kernelWeights());
            return new RowScores(
                    result.get(0).toFloatArray(),
                    result.get(1).toFloatArray(),
                    result.get(2).toFloatArray(),
                    result.get(3).toFloatArray(),
                    Arrays.stream(result.get(5).toLongArray())
                            .mapToInt(Math::toIntExact)
                            .toArray(),
                    result.get(4).toFloatArray(),
                    result.get(6).toFloatArray());
        }
    }

    /** Time for which native calls have been running in this process so far, one or several at a time, in nanoseconds. */
    public static long nativeNanos() {
        return NativeTime.nanos();
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
    }
}
