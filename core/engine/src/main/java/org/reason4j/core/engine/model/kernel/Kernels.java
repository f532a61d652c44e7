package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.reason4j.core.formats.huggingface.ModelConfig;

/**
 * The methods of {@code kernels.py} that Java calls: one method each, with the same parameters in the same order. A record
 * stands for its components; {@code owner}, which owns the results, has no counterpart. The comments of {@code kernels.py}
 * say what each computes and its shapes.
 */
public final class Kernels implements AutoCloseable {

    private final NDManager manager;
    private final KernelForm form;
    private final TorchScript script;
    private int rowBlock;

    private Kernels(NDManager manager, KernelForm form, TorchScript script) {
        this.manager = manager;
        this.form = form;
        this.script = script;
    }

    /** Compiles the kernels of a model for the manager's device. */
    public static Kernels compile(ModelConfig config, NDManager manager) {
        KernelForm form = KernelForm.of(manager.getDevice());
        return new Kernels(manager, form, TorchScript.compile(KernelSource.of(config, form), manager.getDevice()));
    }

    /** The form that these are compiled in. */
    public KernelForm form() {
        return form;
    }

    /** Runs a method for its effect on its arguments. */
    private void run(String method, Object... arguments) {
        try (NDManager scope = manager.newSubManager()) {
            script.run(scope, method, arguments);
        }
    }

    public NDList forward(
            NDManager owner,
            PassInput input,
            HeadInput head,
            int scored,
            int most,
            boolean certain,
            boolean collide,
            boolean keep,
            KernelWeights weights) {
        return script.run(
                owner,
                "forward",
                input.ids(),
                input.positions(),
                input.shape(),
                input.lengths(),
                input.recompute(),
                input.fused(),
                head.target(),
                head.further(),
                head.temperature(),
                head.chunk(),
                scored,
                most,
                certain,
                collide,
                keep,
                weights.rope(),
                weights.plain(),
                weights.packed());
    }

    public void backward(
            PassInput input,
            HeadInput head,
            NDArray dlogprobs,
            NDArray dfurther,
            NDArray dentropies,
            NDList saved,
            KernelWeights weights,
            Learned learned) {
        run(
                "backward",
                input.ids(),
                input.positions(),
                input.shape(),
                input.lengths(),
                input.recompute(),
                input.fused(),
                head.target(),
                head.further(),
                head.temperature(),
                head.chunk(),
                dlogprobs,
                dfurther,
                dentropies,
                saved,
                weights.rope(),
                weights.plain(),
                weights.packed(),
                learned.grads(),
                learned.adapters(),
                learned.spans());
    }

    public NDList values(
            NDManager owner, PassInput input, int scored, boolean keep, KernelWeights weights, NDList head) {
        return script.run(
                owner,
                "values",
                input.ids(),
                input.positions(),
                input.shape(),
                input.lengths(),
                input.recompute(),
                input.fused(),
                scored,
                keep,
                weights.rope(),
                weights.plain(),
                weights.packed(),
                head);
    }

    public void valuesBackward(
            PassInput input, NDArray dvalues, NDList saved, KernelWeights weights, NDList grads, NDList head) {
        run(
                "values_backward",
                input.ids(),
                input.positions(),
                input.shape(),
                input.lengths(),
                input.recompute(),
                input.fused(),
                dvalues,
                saved,
                weights.rope(),
                weights.plain(),
                weights.packed(),
                grads,
                head);
    }

    public NDList caches(NDManager owner, KernelWeights weights) {
        return script.run(owner, "caches", weights.rope(), weights.plain(), weights.packed());
    }

    public void clear(int columns, NDList caches) {
        run("clear", columns, caches);
    }

    public NDList prefill(NDManager owner, PrefillInput input, KernelWeights weights, NDList caches) {
        return script.run(
                owner,
                "prefill",
                input.ids(),
                input.fused(),
                input.split(),
                input.source(),
                input.slots(),
                input.into(),
                input.first(),
                weights.rope(),
                weights.plain(),
                weights.packed(),
                caches);
    }

    public NDList decode(NDManager owner, DecodeInput input, KernelWeights weights, NDList caches) {
        return script.run(
                owner,
                "decode",
                input.steps(),
                input.groups(),
                input.token(),
                input.position(),
                input.left(),
                input.forced(),
                input.uniforms(),
                input.temperature(),
                input.filtered(),
                input.limits(),
                input.calmed(),
                input.calming(),
                input.stop(),
                input.first(),
                input.members(),
                input.counts(),
                input.holders(),
                input.found(),
                input.prefixes(),
                weights.rope(),
                weights.plain(),
                weights.packed(),
                caches);
    }

    public NDList verify(NDManager owner, VerifyInput input, KernelWeights weights, NDList caches) {
        return script.run(
                owner,
                "verify",
                input.groups(),
                input.grid(),
                input.token(),
                input.position(),
                input.at(),
                input.cell(),
                input.uniforms(),
                input.temperature(),
                input.filtered(),
                input.limits(),
                input.calmed(),
                input.calming(),
                input.members(),
                input.counts(),
                input.holders(),
                input.found(),
                input.prefixes(),
                weights.rope(),
                weights.plain(),
                weights.packed(),
                caches);
    }

    public void extend(int slots, int room, NDList caches) {
        run("extend", slots, room, caches);
    }

    public void move(int columns, NDArray rows, NDArray places, NDList caches, NDList target) {
        run("move", columns, rows, places, caches, target);
    }

    public NDList take(NDManager owner, int row, int first, int last, NDList caches) {
        return script.run(owner, "take", row, first, last, caches);
    }

    public void put(int row, int first, int count, NDList taken, NDList caches) {
        run("put", row, first, count, taken, caches);
    }

    public double clip(double limit, NDList grads) {
        try (NDManager scope = manager.newSubManager()) {
            return script.run(scope, "clip", limit, grads).get(0).getFloat();
        }
    }

    public void scale(double factor, NDList target) {
        run("scale", factor, target);
    }

    public void adamw(
            double step,
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double decay,
            NDList weights,
            NDList grads,
            NDList first,
            NDList second) {
        run("adamw", step, rate, beta1, beta2, epsilon, decay, weights, grads, first, second);
    }

    public double dot(NDList one, NDList other) {
        try (NDManager scope = manager.newSubManager()) {
            return script.run(scope, "dot", one, other).get(0).getDouble();
        }
    }

    /** Flattened; no tensor may be empty. */
    public float[] extremes(NDList tensors) {
        try (NDManager scope = manager.newSubManager()) {
            return script.run(scope, "extremes", tensors).get(0).toFloatArray();
        }
    }

    public void combine(double own, double scale, NDList target, NDList other) {
        run("combine", own, scale, target, other);
    }

    public NDList copies(NDManager owner, NDList tensors) {
        return script.run(owner, "copies", tensors);
    }

    public void assign(NDList target, NDList numbers) {
        run("assign", target, numbers);
    }

    public NDList cast(NDManager owner, int type, NDList weights) {
        return script.run(owner, "cast", type, weights);
    }

    public void refresh(NDList weights, NDList copies) {
        run("refresh", weights, copies);
    }

    public void merge(double scale, long[] at, long[] first, NDList down, NDList up, NDList base, NDList merged) {
        run("merge", scale, at, first, down, up, base, merged);
    }

    public NDList scaled(NDManager owner, double scale, int type, NDList tensors) {
        return script.run(owner, "scaled", scale, type, tensors);
    }

    public void place(int first, NDArray rows, NDArray target) {
        run("place", first, rows, target);
    }

    public NDList pack(NDManager owner, NDList weights) {
        return script.run(owner, "pack", weights);
    }

    /**
     * Rows of the products of a decoding step come in multiples of this, so that a row's results do not depend on the rows beside
     * it: 1, 2, 4 or 8, as the shapes and the processor are. It is tried at the first call.
     */
    public synchronized int rowBlock(KernelWeights weights) {
        if (rowBlock == 0) {
            try (NDManager scope = manager.newSubManager()) {
                rowBlock = Math.toIntExact(
                        script.run(scope, "row_block", weights.rope(), weights.plain(), weights.packed())
                                .get(0)
                                .toLongArray()[0]);
            }
        }
        return rowBlock;
    }

    /** Waits for the result, too. */
    public void product(int rows, int weight, int times, KernelWeights weights) {
        try (NDManager scope = manager.newSubManager()) {
            script.run(scope, "product", rows, weight, times, weights.rope(), weights.plain(), weights.packed())
                    .get(0)
                    .toFloatArray();
        }
    }

    public void zero(NDList tensors) {
        run("zero", tensors);
    }

    @Override
    public void close() {
        script.close();
    }
}
