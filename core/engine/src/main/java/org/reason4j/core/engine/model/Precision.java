package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.kernel.ScalarType;

/** The number format of matrix products; norms, softmax, gradients and master weights are fp32 in either. */
public enum Precision {
    FP32(ScalarType.FP32),
    BF16(ScalarType.BF16);

    private static final Path CPU_FLAGS = Path.of("/proc/cpuinfo");

    private final ScalarType type;

    Precision(ScalarType type) {
        this.type = type;
    }

    /** PyTorch's code of the element type. */
    int scalarType() {
        return type.code();
    }

    /** Reads {@code bf16}, {@code fp32} or {@code auto}: bf16 where the device computes in it. */
    public static Precision of(String name, Device device) {
        return switch (name) {
            case "fp32", "float32" -> FP32;
            case "bf16", "bfloat16" -> BF16;
            case "auto" -> device.isGpu() || cpuComputesInBf16() ? BF16 : FP32;
            default -> throw new ConfigException("model.precision is '" + name + "', expected auto, bf16 or fp32");
        };
    }

    /** True if this processor multiplies bf16 matrices itself. */
    public static boolean cpuComputesInBf16() {
        try {
            return Files.isReadable(CPU_FLAGS)
                    && Files.readString(CPU_FLAGS).matches("(?s).*\\b(avx512_bf16|amx_bf16|bf16)\\b.*");
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + CPU_FLAGS, e);
        }
    }

    /** Reads {@code auto}, {@code cpu} or {@code cuda:N}. */
    public static Device device(String name) {
        int gpus = Engine.getEngine("PyTorch").getGpuCount();
        if (name.equals("auto")) {
            return gpus > 0 ? Device.gpu() : Device.cpu();
        } else if (name.equals("cpu")) {
            return Device.cpu();
        } else if (name.matches("cuda(:\\d{1,4})?")) {
            int index = name.length() > 5 ? Integer.parseInt(name.substring(5)) : 0;
            ConfigException.check(
                    index < gpus,
                    "device is '%s', but PyTorch sees %s CUDA devices here. Run 'reason4j doctor' to see which natives are"
                            + " installed, or set device to cpu.",
                    name,
                    gpus);
            return Device.gpu(index);
        }
        throw new ConfigException("device is '" + name + "', expected auto, cpu or cuda:N");
    }
}
