package org.reason4j.core.engine.model.kernel;

/** Element types of tensors, with PyTorch's codes ({@code c10::ScalarType}). */
public enum ScalarType {
    INT64(4),
    FP16(5),
    FP32(6),
    FP64(7),
    BF16(15);

    private final int code;

    ScalarType(int code) {
        this.code = code;
    }

    /** PyTorch's code. */
    public int code() {
        return code;
    }
}
