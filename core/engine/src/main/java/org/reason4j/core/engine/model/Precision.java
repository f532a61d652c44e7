package org.reason4j.core.engine.model;

import ai.djl.Device;
import java.util.Locale;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.kernel.NativeEngine;
import org.reason4j.core.engine.model.kernel.Processor;
import org.reason4j.core.engine.model.kernel.ScalarType;

/**
 * The number formats of matrix products: that of the layers, and that of the language head, whose product makes logits. Norms,
 * softmax, gradients and master weights are fp32 in all of them.
 */
public enum Precision {
    FP32(ScalarType.FP32, ScalarType.FP32),
    BF16(ScalarType.BF16, ScalarType.BF16),
    /** Three bits of precision more than bf16 and a range that gradients leave: {@link LossScale} holds them in it. */
    FP16(ScalarType.FP16, ScalarType.FP16),
    BF16_WITH_FP32_HEAD(ScalarType.BF16, ScalarType.FP32),
    FP16_WITH_FP32_HEAD(ScalarType.FP16, ScalarType.FP32);

    private final ScalarType layers;
    private final ScalarType head;

    Precision(ScalarType layers, ScalarType head) {
        this.layers = layers;
        this.head = head;
    }

    /** PyTorch's code of the layers' element type. */
    int scalarType() {
        return layers.code();
    }

    /** True if the head's product is in fp32, whatever the layers' are. */
    boolean hasFp32Head() {
        return head == ScalarType.FP32;
    }

    /** True if small gradients of its passes vanish and large ones overflow unless the loss is scaled. */
    boolean scalesLoss() {
        return layers == ScalarType.FP16;
    }

    /** The same layers, with the head in fp32. */
    public Precision withFp32Head() {
        return switch (this) {
            case FP32 -> FP32;
            case BF16, BF16_WITH_FP32_HEAD -> BF16_WITH_FP32_HEAD;
            case FP16, FP16_WITH_FP32_HEAD -> FP16_WITH_FP32_HEAD;
        };
    }

    /** Reads {@code bf16}, {@code fp16}, {@code fp32} or {@code auto}: bf16 where the device computes in it. */
    public static Precision of(String name, Device device) {
        return switch (name) {
            case "fp32", "float32" -> FP32;
            case "bf16", "bfloat16" -> BF16;
            case "fp16", "float16" -> FP16;
            case "auto" -> device.isGpu() || Processor.multipliesBf16() ? BF16 : FP32;
            default ->
                throw new ConfigException("model.precision is '" + name + "', expected auto, bf16, fp16 or fp32");
        };
    }

    /** Reads both: that of the layers, and of the head {@code same} or {@code fp32}. */
    public static Precision of(String name, String head, Device device) {
        Precision same = of(name, device);
        return switch (head) {
            case "same" -> same;
            case "fp32" -> same.withFp32Head();
            default -> throw new ConfigException("model.head is '" + head + "', expected same or fp32");
        };
    }

    /** In words, as "bf16 with an fp32 head". */
    public String inWords() {
        String name = layers.name().toLowerCase(Locale.ROOT);
        return layers == head ? name : name + " with an fp32 head";
    }

    /** Reads {@code auto}, {@code cpu} or {@code cuda:N}. */
    public static Device device(String name) {
        int gpus = NativeEngine.load().devices();
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
