package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * A causal language model on a device: its weights in fp32, copies of them as its passes take them, and the passes.
 *
 * <p>Not safe for use by several threads.
 */
public final class LanguageModel implements AutoCloseable {

    /** Sequences longer than this go through fused attention, which never holds all weights. */
    private static final int LONGEST_PLAIN_ATTENTION = 512;

    /** Larger models' products are worth splitting among threads, and gradients of each part's own would take up memory. */
    private static final long MOST_PARAMETERS_IN_PARTS = 50_000_000;

    /** Logits held at a time. */
    private static final int LOGITS_PER_CHUNK = 1 << 24;

    private static final long BYTES_PER_TRANSFER = 1L << 18;

    private final ModelConfig config;
    private final WeightLayout layout;
    private final NDManager manager;
    private final TorchScript kernels;
    private final NDList rope;
    private final NDList weights; // fp32
    private final NDList plain; // as products take them, row-major
    private NDList packed; // as products take them fastest
    private final Deque<NDList> keptCaches = new ArrayDeque<>();
    private long version;

    private LanguageModel(ModelConfig config, Precision precision, NDManager manager, WeightSource source) {
        this.config = config;
        this.manager = manager;
        layout = new WeightLayout(config);
        kernels = TorchScript.compile(source(config), manager.getDevice());
        rope = rope(config, manager);
        weights = new NDList();
        for (long[] shape : layout.shapes()) {
            weights.add(manager.zeros(new Shape(shape)));
        }
        for (TensorSpec spec : config.tensors()) {
            fill(spec, source);
        }
        if (layout.tied()) {
            weights.add(weights.get(0));
        }
        plain = precision == Precision.FP32 ? weights : cast(precision);
        packed = pack();
    }

    /** Gives the numbers of a tensor, some rows at a time, as fp32. */
    @FunctionalInterface
    interface WeightSource {
        ByteBuffer read(TensorSpec spec, long firstRow, long rows);
    }

    /** Loads a Hugging Face directory. */
    public static LanguageModel load(Path directory, Device device, Precision precision) {
        ModelConfig config = ModelConfig.read(directory);
        ModelWeights files = ModelWeights.open(directory, config);
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            return new LanguageModel(
                    config, precision, manager, (spec, first, rows) -> files.readAsFloat32(spec.name(), first, rows));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private void fill(TensorSpec spec, WeightSource source) {
        WeightLayout.Place place = layout.place(spec.name());
        fill(weights.get(place.index()), place.firstRow(), spec, source);
    }

    /** Reads a tensor into an array, from a row on. */
    void fill(NDArray target, long firstRow, TensorSpec spec, WeightSource source) {
        long width = spec.elements() / spec.rows();
        long step = Math.max(1, BYTES_PER_TRANSFER / (4 * width));
        for (long row = 0; row < spec.rows(); row += step) {
            long rows = Math.min(step, spec.rows() - row);
            long[] shape = spec.shape().clone();
            shape[0] = rows;
            try (NDManager scope = manager.newSubManager()) {
                NDArray piece = scope.create(source.read(spec, row, rows), new Shape(shape), DataType.FLOAT32);
                run(scope, "place", Math.toIntExact(firstRow + row), piece, target);
            }
        }
    }

    /** Replaces the fp32 weights by those of a directory of the same model; {@link #refresh} then takes them over. */
    void reload(Path directory) {
        ModelWeights files = ModelWeights.open(directory, config);
        for (TensorSpec spec : config.tensors()) {
            fill(spec, (tensor, first, rows) -> files.readAsFloat32(tensor.name(), first, rows));
        }
    }

    /** Takes over the weights of another instance of the same model, and their version. */
    public void take(LanguageModel other) {
        try (NDManager scope = manager.newSubManager()) {
            run(scope, "refresh", other.weights, weights);
        }
        refresh();
        version = other.version;
    }

    /** Says how many updates are behind the weights. */
    void version(long updates) {
        version = updates;
    }

    private NDList cast(Precision precision) {
        NDList distinct = layout.tied() ? weights.subNDList(0, weights.size() - 1) : weights;
        NDList copies = run(manager, "cast", precision.scalarType, distinct);
        if (layout.tied()) {
            copies.add(copies.get(0));
        }
        return copies;
    }

    private NDList pack() {
        return run(manager, "pack", plain);
    }

    /** Takes over what happened to the fp32 weights. */
    void refresh() {
        try (NDManager scope = manager.newSubManager()) {
            if (plain != weights) {
                run(scope, "refresh", weights, plain);
            }
        }
        packed.close(); // handles of their own, also where a tensor is shared
        packed = pack();
    }

    private static NDList rope(ModelConfig config, NDManager manager) {
        double[] frequencies = config.inverseFrequencies();
        int half = frequencies.length;
        int positions = Sizes.atLeast(
                DecodingSession.roundUp(config.maxPositions(), DecodingSession.COLUMN_BLOCK)); // with padding
        float[] cos = new float[positions * 2 * half];
        float[] sin = new float[positions * 2 * half];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < half; i++) {
                float angle = position * (float) frequencies[i]; // fp32, as the checkpoints' authors computed it
                int at = position * 2 * half + i;
                cos[at] = (float) Math.cos(angle);
                cos[at + half] = cos[at];
                sin[at] = (float) -Math.sin(angle);
                sin[at + half] = -sin[at];
            }
        }
        Shape shape = new Shape(positions, 2L * half);
        return new NDList(manager.create(cos, shape), manager.create(sin, shape));
    }

    private static String source(ModelConfig config) {
        try (InputStream in = LanguageModel.class.getResourceAsStream("kernels.py")) {
            if (in == null) {
                throw new IllegalStateException("kernels.py is missing beside " + LanguageModel.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${LAYERS}", Integer.toString(config.layers()))
                    .replace("${HEADS}", Integer.toString(config.heads()))
                    .replace("${KV_HEADS}", Integer.toString(config.keyValueHeads()))
                    .replace("${HEAD_SIZE}", Integer.toString(config.headSize()))
                    .replace("${SCALE}", Double.toString(1 / Math.sqrt(config.headSize())))
                    .replace("${EPSILON}", Double.toString(config.normEpsilon()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return layout.shapes().stream()
                .mapToLong(shape -> shape.length == 1 ? shape[0] : shape[0] * shape[1])
                .sum();
    }

    /** Where tensors live that are as old as the model. */
    NDManager manager() {
        return manager;
    }

    /** The fp32 weights, in the order of {@code kernels.py}; where the head is tied, the embedding comes twice. */
    NDList weights() {
        return weights;
    }

    WeightLayout layout() {
        return layout;
    }

    /** Opens a scope for the tensors of one piece of work; everything in it is freed when it closes. */
    public NDManager scope() {
        return manager.newSubManager();
    }

    /**
     * Caches for so many decoding slots, without columns: keys of every layer, then values of every layer. Those that were
     * kept come first, for memory that the system has to find takes longer to fill.
     */
    NDList takeCaches(int slots) {
        NDList caches = keptCaches.isEmpty() ? pass(manager, "caches", new Object[0]) : keptCaches.remove();
        try (NDManager scope = scope()) {
            run(scope, "clear", slots, caches);
        }
        return caches;
    }

    /** Keeps caches, with their memory, for later slots. */
    void keepCaches(NDList caches) {
        keptCaches.add(caches);
    }

    /** Runs a pass on the weights: those arguments, then rotation tables and the copies of the weights, then the last ones. */
    NDList pass(NDManager owner, String method, Object[] arguments, NDList... last) {
        Object[] all = new Object[arguments.length + 3 + last.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = rope;
        all[arguments.length + 1] = plain;
        all[arguments.length + 2] = packed;
        System.arraycopy(last, 0, all, arguments.length + 3, last.length);
        return run(owner, method, all);
    }

    NDList run(NDManager owner, String method, Object... arguments) {
        return kernels.run(owner, method, arguments);
    }

    /** The parts of some rows that go through passes side by side, in the order of the rows. */
    List<TokenRows> parts(TokenRows rows) {
        boolean whole = manager.getDevice().isGpu() || parameters() > MOST_PARAMETERS_IN_PARTS;
        return rows.split(whole ? 1 : TorchScript.threads());
    }

    boolean fusedAttention(int tokens) {
        return tokens > LONGEST_PLAIN_ATTENTION && !manager.getDevice().isGpu();
    }

    int rowsPerChunk() {
        return Math.max(16, LOGITS_PER_CHUNK / config.vocabularySize());
    }

    /**
     * Log-probabilities and entropies of the scored tokens, without a gradient.
     *
     * @param temperature divides the logits
     */
    public TokenScores score(TokenRows rows, double temperature) {
        return score(rows, temperature, false);
    }

    /**
     * Log-probabilities, entropies and, where asked for, self-certainties of the scored tokens, without a gradient.
     *
     * @param temperature divides the logits
     * @param certain whether self-certainties are computed
     */
    public TokenScores score(TokenRows rows, double temperature, boolean certain) {
        return TokenScores.joined(SideBySide.run(parts(rows), part -> scoreWhole(part, temperature, certain)));
    }

    private TokenScores scoreWhole(TokenRows rows, double temperature, boolean certain) {
        try (NDManager scope = scope()) {
            NDList result = pass(scope, "forward", new Object[] {
                rows.ids(scope),
                rows.scored(),
                rows.positions(scope),
                rows.targets(scope),
                temperature,
                certain,
                false,
                false,
                fusedAttention(rows.width()),
                rowsPerChunk()
            });
            return new TokenScores(
                    result.get(0).toFloatArray(),
                    result.get(1).toFloatArray(),
                    result.get(2).toFloatArray());
        }
    }

    /**
     * One number per scored token of {@link TokenRows}, in its order.
     *
     * @param logprobs natural logarithms
     * @param entropies in nats
     * @param certainties {@code -1/V sum_v ln p(v)} in nats; empty where they were not asked for
     */
    public record TokenScores(float[] logprobs, float[] entropies, float[] certainties) {

        private static TokenScores joined(List<TokenScores> parts) {
            return new TokenScores(
                    joined(parts, TokenScores::logprobs),
                    joined(parts, TokenScores::entropies),
                    joined(parts, TokenScores::certainties));
        }

        private static float[] joined(List<TokenScores> parts, Function<TokenScores, float[]> kind) {
            return Floats.concat(parts.stream().map(kind).toArray(float[][]::new));
        }
    }

    /** For how long native calls have been running in this process so far, one or several at a time, in nanoseconds. */
    public static long nativeNanos() {
        return TorchScript.nativeNanos();
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
    }
}
