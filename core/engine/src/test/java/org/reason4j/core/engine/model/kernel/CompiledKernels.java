package org.reason4j.core.engine.model.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** Kernels on the CPU whose methods are called one by one. */
final class CompiledKernels implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final TorchScript script;

    CompiledKernels() {
        this(KernelSource.of(ModelConfig.read(TinyModels.directory(TinyModels.LLAMA)), KernelForm.of(Device.cpu())));
    }

    /** Compiles the source of another class named {@code Kernels}. */
    CompiledKernels(String source) {
        script = TorchScript.compile(source, Device.cpu());
    }

    /** Calls a method of two matrices that have as many rows. */
    float[] run(String method, int rows, float[] one, float[] other) {
        try (NDManager scope = manager.newSubManager()) {
            return script.run(scope, method, matrix(scope, rows, one), matrix(scope, rows, other))
                    .get(0)
                    .toFloatArray();
        }
    }

    private static NDArray matrix(NDManager scope, int rows, float[] numbers) {
        return scope.create(numbers, new Shape(rows, numbers.length / rows));
    }

    @Override
    public void close() {
        script.close();
        manager.close();
    }
}
