package org.reason4j.core.formats.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reason4j.core.formats.safetensors.Dtype;

/** Number formats of the tensors of a GGUF file that reason4j reads. Numbers stand in blocks, which don't span rows. */
enum GgmlType {
    F32(0, 1, 4, (from, at, to, out) -> to[out] = Float.intBitsToFloat(LittleEndian.int32(from, at))),
    F16(1, 1, 2, (from, at, to, out) -> to[out] = LittleEndian.half(from, at)),
    Q4_0(2, 32, 18, SmallBlocks::q40),
    Q4_1(3, 32, 20, SmallBlocks::q41),
    Q5_0(6, 32, 22, SmallBlocks::q50),
    Q5_1(7, 32, 24, SmallBlocks::q51),
    Q8_0(8, 32, 34, SmallBlocks::q80),
    Q2_K(10, 256, 84, KBlocks::q2),
    Q3_K(11, 256, 110, KBlocks::q3),
    Q4_K(12, 256, 144, KBlocks::q4),
    Q5_K(13, 256, 176, KBlocks::q5),
    Q6_K(14, 256, 210, KBlocks::q6),
    BF16(30, 1, 2, (from, at, to, out) -> to[out] = Float.intBitsToFloat(LittleEndian.int16(from, at) << 16));

    /** Names of the formats that reason4j doesn't read, for messages. */
    private static final Map<Integer, String> OTHERS = Map.ofEntries(
            Map.entry(9, "Q8_1"),
            Map.entry(15, "Q8_K"),
            Map.entry(16, "IQ2_XXS"),
            Map.entry(17, "IQ2_XS"),
            Map.entry(18, "IQ3_XXS"),
            Map.entry(19, "IQ1_S"),
            Map.entry(20, "IQ4_NL"),
            Map.entry(21, "IQ3_S"),
            Map.entry(22, "IQ2_S"),
            Map.entry(23, "IQ4_XS"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(29, "IQ1_M"),
            Map.entry(34, "TQ1_0"),
            Map.entry(35, "TQ2_0"),
            Map.entry(39, "MXFP4"));

    private final int id;
    private final int blockElements;
    private final int blockBytes;
    private final Unpacking unpacking;

    GgmlType(int id, int blockElements, int blockBytes, Unpacking unpacking) {
        this.id = id;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.unpacking = unpacking;
    }

    /** From one block of bytes to the numbers that it stands for. */
    @FunctionalInterface
    private interface Unpacking {
        void unpack(byte[] from, int at, float[] to, int out);
    }

    static Optional<GgmlType> of(int id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }

    /** The common name of the format with that id. */
    static String describe(int id) {
        return of(id).map(GgmlType::name).orElseGet(() -> OTHERS.getOrDefault(id, "of the unknown type " + id));
    }

    static String all() {
        return Arrays.stream(values()).map(GgmlType::name).collect(Collectors.joining(", "));
    }

    int id() {
        return id;
    }

    int blockElements() {
        return blockElements;
    }

    /** Bytes of that many numbers, a multiple of {@link #blockElements}. */
    long bytes(long elements) {
        return Math.multiplyExact(elements / blockElements, (long) blockBytes);
    }

    /**
     * The blocks that stand for these numbers, a multiple of {@link #blockElements}.
     *
     * @param tensor for messages
     * @throws UnsupportedOperationException for a format that is only read
     */
    byte[] pack(String tensor, float[] numbers) {
        byte[] bytes = new byte[(int) bytes(numbers.length)];
        switch (this) {
            case F32 ->
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .put(numbers);
            case F16 -> {
                int[] bits = new int[numbers.length];
                short[] halves = new short[numbers.length];
                for (int i = 0; i < bits.length; i++) {
                    bits[i] = Float.floatToRawIntBits(numbers[i]);
                }
                Dtype.F16.narrow(tensor, bits, halves, bits.length);
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer()
                        .put(halves);
            }
            case Q8_0 -> {
                for (int block = 0; block < numbers.length / blockElements; block++) {
                    SmallBlocks.toQ80(numbers, block * blockElements, bytes, block * blockBytes);
                }
            }
            default -> throw new UnsupportedOperationException(this + " is not written");
        }
        return bytes;
    }

    /** Writes the numbers of whole blocks, of which {@code from} holds the bytes. */
    void unpack(byte[] from, float[] to, int elements) {
        int at = 0;
        for (int out = 0; out < elements; out += blockElements) {
            unpacking.unpack(from, at, to, out);
            at += blockBytes;
        }
    }
}
