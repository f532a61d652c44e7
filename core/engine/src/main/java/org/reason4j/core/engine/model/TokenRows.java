package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.engine.model.kernel.PassLayout;
import org.reason4j.core.engine.model.kernel.Sizes;

/**
 * Sequences in one pass, of which some tokens are scored, each row at its own temperature.
 *
 * <p>Scored tokens are counted {@code M} in all, row by row. A row's first token can't be scored: nothing comes before it.
 * The tokens that rows side by side begin with are computed once, see {@link PassLayout}. The pass scores {@code N} tokens: {@code M}, at
 * least one, rounded up to one of the {@link Sizes}. Padding is in no result.
 */
public final class TokenRows {

    /** Fewer would leave products too short. */
    private static final int FEWEST_TOKENS_OF_A_PART = 256;

    private final List<Row> rows = new ArrayList<>();
    private int width;
    private int count;
    private int furtherPerToken;
    private int[] further = {};
    private Optional<PassLayout> layout = Optional.empty();

    private record Row(int[] tokens, boolean[] scored, double temperature) {

        int length() {
            return tokens.length;
        }
    }

    /** Adds a row at temperature 1. */
    public void add(int[] tokens, boolean[] isScored) {
        add(tokens, isScored, 1);
    }

    /**
     * Adds a row.
     *
     * @param tokens the whole sequence
     * @param isScored whether each of them is scored
     * @param temperature divisor of the row's logits, positive; that of a greedy response is 1
     * @throws IllegalArgumentException if the first token is scored, or the temperature is not positive and finite
     */
    public void add(int[] tokens, boolean[] isScored, double temperature) {
        if (isScored.length != tokens.length || tokens.length > 0 && isScored[0]) {
            throw new IllegalArgumentException("every token but the first can be scored");
        }
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a row's temperature must be positive and finite, got " + temperature);
        }
        rows.add(new Row(tokens, isScored, temperature));
        layout = Optional.empty();
        width = Math.max(width, tokens.length);
        for (boolean one : isScored) {
            count += one ? 1 : 0;
        }
    }

    /** Adds a row of a prompt and a response, of which the learned tokens are scored. */
    public void add(int[] prompt, int[] response, boolean[] learned, double temperature) {
        int[] tokens = new int[prompt.length + response.length];
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        System.arraycopy(response, 0, tokens, prompt.length, response.length);
        boolean[] isScored = new boolean[tokens.length];
        System.arraycopy(learned, 0, isScored, prompt.length, learned.length);
        add(tokens, isScored, temperature);
    }

    /** Returns the same rows, all of them at one temperature. */
    public TokenRows at(double temperature) {
        TokenRows copy = new TokenRows();
        rows.forEach(row -> copy.add(row.tokens(), row.scored(), temperature));
        return copy.withFurther(furtherPerToken, further);
    }

    /**
     * Returns the same rows, in which further tokens are scored beside each scored one, at the same place.
     *
     * @param perToken number of further tokens, {@code K}; 0 for none
     * @param ids token ids, {@code [M, K]} flattened
     * @throws IllegalArgumentException if there are not {@code M * K} ids
     */
    public TokenRows withFurther(int perToken, int[] ids) {
        if (ids.length != perToken * count) {
            throw new IllegalArgumentException(perToken + " further tokens at each of " + count + " scored tokens are "
                    + perToken * count + " ids, got " + ids.length);
        }
        TokenRows copy = new TokenRows();
        copy.rows.addAll(rows);
        copy.width = width;
        copy.count = count;
        copy.furtherPerToken = perToken;
        copy.further = ids.clone();
        return copy;
    }

    void requireFurtherTokensBelow(int vocabulary) {
        for (int id : further) {
            if (id < 0 || id >= vocabulary) {
                throw new IllegalArgumentException(
                        "token id " + id + " is not in the model's vocabulary of " + vocabulary + " tokens");
            }
        }
    }

    /** Writes the rows for another process, which reads them with {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(rows.size());
        for (Row row : rows) {
            out.writeInt(row.length());
            out.writeDouble(row.temperature());
            for (int t = 0; t < row.length(); t++) {
                out.writeInt(row.tokens()[t]);
                out.writeBoolean(row.scored()[t]);
            }
        }
        out.writeInt(furtherPerToken);
        for (int id : further) {
            out.writeInt(id);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static TokenRows read(DataInput in) throws IOException {
        TokenRows read = new TokenRows();
        int size = in.readInt();
        for (int row = 0; row < size; row++) {
            int[] tokens = new int[in.readInt()];
            boolean[] scored = new boolean[tokens.length];
            double temperature = in.readDouble();
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = in.readInt();
                scored[t] = in.readBoolean();
            }
            read.add(tokens, scored, temperature);
        }
        int perToken = in.readInt();
        int[] ids = new int[perToken * read.count];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = in.readInt();
        }
        return read.withFurther(perToken, ids);
    }

    /** Most tokens in a row. */
    public int width() {
        return width;
    }

    /** Number of tokens that a pass computes, padding included; what rows share is counted once. */
    public long computedTokens() {
        return layout().tokens();
    }

    /** Number of scored tokens, {@code M}. */
    public int scored() {
        return count;
    }

    /** Number of further tokens beside each scored one, {@code K}. */
    public int furtherPerToken() {
        return furtherPerToken;
    }

    /**
     * Splits the rows into parts: consecutive rows, about as many tokens in each.
     *
     * @param most most parts
     */
    List<TokenRows> split(int most) {
        PassLayout whole = layout();
        int tokens = rows.stream().mapToInt(Row::length).sum();
        int partCount = Math.min(most, (int) Math.min(tokens, whole.tokens()) / FEWEST_TOKENS_OF_A_PART);
        if (partCount <= 1) {
            return List.of(this);
        }
        List<TokenRows> parts = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (parts.isEmpty() || before * partCount / tokens >= parts.size() && whole.begins(i)) {
                parts.add(new TokenRows());
            }
            parts.get(parts.size() - 1).add(row.tokens(), row.scored(), row.temperature());
            before += row.length();
        }
        int first = 0;
        for (TokenRows part : parts) {
            part.furtherPerToken = furtherPerToken;
            part.further = Arrays.copyOfRange(further, first * furtherPerToken, (first + part.count) * furtherPerToken);
            first += part.count;
        }
        return parts;
    }

    /** Places of the tokens in a pass. */
    PassLayout layout() {
        if (layout.isEmpty()) {
            layout = Optional.of(PassLayout.of(rows.stream().map(Row::tokens).toList()));
        }
        return layout.get();
    }

    /** The tokens in their places. */
    NDArray ids(NDManager manager) {
        return manager.create(layout().ids(rows.stream().map(Row::tokens).toList()));
    }

    /** The flat position so many tokens before each scored token, {@code [N]}; the first position for padding. */
    NDArray positions(NDManager manager, int before) {
        long[] positions = new long[scoredWithPadding()];
        int next = 0;
        for (int row = 0; row < rows.size(); row++) {
            boolean[] scored = rows.get(row).scored();
            for (int t = 0; t < scored.length; t++) {
                if (scored[t]) {
                    positions[next++] = layout().place(row, t - before);
                }
            }
        }
        return manager.create(positions);
    }

    private int scoredWithPadding() {
        return Sizes.atLeast(Math.max(1, count));
    }

    /** The scored tokens, {@code [N]}; the first of the vocabulary for padding. */
    NDArray targets(NDManager manager) {
        long[] targets = new long[scoredWithPadding()];
        int next = 0;
        for (Row row : rows) {
            for (int t = 0; t < row.length(); t++) {
                if (row.scored()[t]) {
                    targets[next++] = row.tokens()[t];
                }
            }
        }
        return manager.create(targets);
    }

    /** The temperature of each scored token's row, {@code [N]}; 1 for padding. */
    NDArray temperatures(NDManager manager) {
        float[] temperatures = new float[scoredWithPadding()];
        Arrays.fill(temperatures, 1);
        int next = 0;
        for (Row row : rows) {
            for (boolean one : row.scored()) {
                if (one) {
                    temperatures[next++] = (float) row.temperature();
                }
            }
        }
        return manager.create(temperatures);
    }

    /** The further tokens, {@code [N, K]}, with the first of the vocabulary for padding; empty where there are none. */
    NDArray further(NDManager manager) {
        if (furtherPerToken == 0) {
            return manager.create(new long[0]);
        }
        long[] ids = new long[scoredWithPadding() * furtherPerToken];
        for (int i = 0; i < further.length; i++) {
            ids[i] = further[i];
        }
        return manager.create(ids, new Shape(scoredWithPadding(), furtherPerToken));
    }
}
