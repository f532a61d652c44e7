package org.reason4j.core.formats.safetensors;

/** IEEE 754 binary16 to and from the bits of an fp32 number. */
public final class HalfFloat {

    static final int INFINITY = 0x7c00;

    private HalfFloat() {}

    public static int toFloatBits(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) { // zero or subnormal: fraction * 2^-24, exact in fp32
            return sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
        }
        int wide = exponent == 0x1f ? 0xff : exponent + (127 - 15);
        return sign | wide << 23 | fraction << 13;
    }

    public static short fromFloatBits(int bits) {
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) { // NaN stays NaN, quiet
            return (short) (sign | INFINITY | 0x200 | (magnitude >>> 13) & 0x3ff);
        }
        if (magnitude >= 0x47800000) { // 65536 and beyond
            return (short) (sign | INFINITY);
        }
        if (magnitude < 0x38800000) { // below 2^-14: the fraction counts units of 2^-24
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
        }
        int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1); // may carry into the exponent, up to infinity
        return (short) (sign | (rounded - ((127 - 15) << 23)) >>> 13);
    }
}
