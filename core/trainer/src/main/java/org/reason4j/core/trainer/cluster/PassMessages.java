package org.reason4j.core.trainer.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.trainer.learning.RowPasses.Outputs;

/** Rows of passes and numbers per scored token, in binary. */
final class PassMessages {

    private PassMessages() {}

    /**
     * A pass to make.
     *
     * @param weights which weights are meant, as {@link PublishedWeights} writes them
     * @param gradients of the outputs, for a backward pass
     */
    record Pass(byte[] weights, TokenRows rows, Outputs gradients) {

        static final Outputs NONE = new Outputs(new float[0], new float[0], new float[0]);
    }

    static byte[] write(Pass pass) {
        return written(out -> {
            out.writeInt(pass.weights().length);
            out.write(pass.weights());
            pass.rows().write(out);
            write(out, pass.gradients());
        });
    }

    static Pass pass(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        byte[] weights = in.readNBytes(in.readInt());
        TokenRows rows = TokenRows.read(in);
        return new Pass(weights, rows, outputs(in));
    }

    static byte[] write(Outputs outputs) {
        return written(out -> write(out, outputs));
    }

    static Outputs outputs(byte[] bytes) {
        try {
            return outputs(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("A worker's answer of " + bytes.length + " bytes is not whole", e);
        }
    }

    private static void write(DataOutputStream out, Outputs outputs) throws IOException {
        for (float[] numbers : new float[][] {outputs.logprobs(), outputs.entropies(), outputs.further()}) {
            out.writeInt(numbers.length);
            for (float number : numbers) {
                out.writeInt(Float.floatToRawIntBits(number));
            }
        }
    }

    private static Outputs outputs(DataInputStream in) throws IOException {
        return new Outputs(floats(in), floats(in), floats(in));
    }

    private static float[] floats(DataInputStream in) throws IOException {
        float[] numbers = new float[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat(in.readInt());
        }
        return numbers;
    }

    @FunctionalInterface
    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
