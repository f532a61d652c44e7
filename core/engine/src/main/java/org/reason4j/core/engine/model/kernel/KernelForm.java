package org.reason4j.core.engine.model.kernel;

import ai.djl.Device;
import org.reason4j.api.plugin.ConfigException;

/** The forms that kernels are compiled in. Their results differ in rounding. */
public enum KernelForm {
    /**
     * For a CPU: oneDNN's products of packed weights, fused attention for long sequences, and fp16 computed in fp32. Work is
     * divided into parts, which run side by side.
     */
    CPU,

    /** For a GPU, and for a CPU that is asked to run it: operations that PyTorch has for every device, on all of the work. */
    PORTABLE;

    /** A system property: {@code auto}, which is the form of the device, or {@code portable}. */
    public static final String PROPERTY = "reason4j.kernels";

    /** Returns the form for a device. */
    public static KernelForm of(Device device) {
        String asked = System.getProperty(PROPERTY, "auto");
        ConfigException.check(
                asked.equals("auto") || asked.equals("portable"),
                "The system property %s is '%s', expected auto or portable. Start Java with -D%s=auto, or without it.",
                PROPERTY,
                asked,
                PROPERTY);
        return device.isGpu() || asked.equals("portable") ? PORTABLE : CPU;
    }
}
