package org.reason4j.core.formats.safetensors;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.Optional;

/** Number formats of weights that reason4j reads and writes. */
public enum Dtype {
    F32("float32", 4),
    F16("float16", 2),
    BF16("bfloat16", 2);

    private final String configName;
    private final int bytes;

    Dtype(String configName, int bytes) {
        this.configName = configName;
        this.bytes = bytes;
    }

    /** The name that {@code config.json} uses, such as {@code bfloat16}. */
    public String configName() {
        return configName;
    }

    /** Bytes per number. */
    public int bytes() {
        return bytes;
    }

    static Optional<Dtype> named(String safetensorsName) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.name().equals(safetensorsName))
                .findFirst();
    }

    /** Widens {@code count} stored numbers to fp32, exactly. */
    void widen(short[] from, int[] toBits, int count) {
        if (this == BF16) {
            for (int i = 0; i < count; i++) {
                toBits[i] = from[i] << 16;
            }
        } else {
            for (int i = 0; i < count; i++) {
                toBits[i] = HalfFloat.toFloatBits(from[i]);
            }
        }
    }

    /** Rounds {@code count} fp32 numbers to this format: to the nearest, ties to even. */
    public void narrow(String tensor, int[] fromBits, short[] to, int count) {
        if (this == BF16) {
            for (int i = 0; i < count; i++) {
                to[i] = toBfloat16(fromBits[i]);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            to[i] = HalfFloat.fromFloatBits(fromBits[i]);
            check(
                    (to[i] & 0x7fff) != HalfFloat.INFINITY || (fromBits[i] & 0x7fffffff) == 0x7f800000,
                    "Tensor '%s' holds %s, but F16 ends at 65504. Save it as BF16 or F32.",
                    tensor,
                    Float.intBitsToFloat(fromBits[i]));
        }
    }

    private static short toBfloat16(int bits) {
        boolean notANumber = (bits & 0x7fffffff) > 0x7f800000;
        int rounded = bits + 0x7fff + ((bits >>> 16) & 1);
        return (short) (notANumber ? (bits >>> 16) | 0x40 : rounded >>> 16);
    }
}
