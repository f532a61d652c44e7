package org.reason4j.core.engine.model.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;

/**
 * CUDA devices, counted by PyTorch itself. DJL counts them by a library named {@code cudart}, which it does not find among
 * PyTorch's own libraries, whose names carry versions.
 */
final class CudaDevices {

    /** Compiles where PyTorch is built for CUDA, and nowhere else. */
    private static final String SOURCE = """
            class Kernels(Module):
              __parameters__ = []
              __buffers__ = []
              def count(self) -> Tensor:
                return torch.full([1], ops.cuda.device_count(), dtype=%s)
            """.formatted(ScalarType.INT64.code());

    private CudaDevices() {}

    static int count() {
        try (TorchScript script = TorchScript.compile(SOURCE, Device.cpu());
                NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            return Math.toIntExact(script.run(scope, "count").get(0).getLong());
        }
    }
}
