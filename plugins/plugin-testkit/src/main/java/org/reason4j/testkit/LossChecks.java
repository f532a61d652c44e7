package org.reason4j.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.reason4j.api.data.TokenStream;
import org.reason4j.testkit.Batch.Result;

/**
 * Checks for the loss of every technique. A failing check throws an {@link AssertionError} that names the place.
 *
 * <p>The batch is the whole mini-batch; one with responses of several lengths, one of them without a learned token,
 * finds the most errors. A loss with a constant weight, whose gradient is not that of its value, passes all but the
 * first check.
 */
public final class LossChecks {

    private static final float[] NOISE = {Float.NaN, Float.NEGATIVE_INFINITY, 7, Float.POSITIVE_INFINITY};

    private LossChecks() {}

    /**
     * The gradient agrees with central differences {@code (f(x + step) - f(x - step)) / (2 * step)} at every token.
     *
     * <p>Losses are fp32: rounding contributes about {@code 1e-7 * |loss| / step} to a difference. No kink, such as the bound
     * of a clip, may be nearer to a number than the step.
     *
     * @param step change of each number of the leaf, positive
     * @param tolerance largest difference of a slope
     */
    public static void gradientAgreesWithFiniteDifferences(Batch batch, Loss loss, float step, double tolerance) {
        requireLearnedTokens(batch);
        float[][] gradient = batch.evaluate(loss).gradient();
        for (int i = 0; i < gradient.length; i++) {
            for (int t = 0; t < gradient[i].length; t++) {
                double up = batch.moved(i, t, step).evaluate(loss).loss();
                double down = batch.moved(i, t, -step).evaluate(loss).loss();
                requireClose(
                        "Gradient at token " + t + " of response " + i,
                        gradient[i][t],
                        (up - down) / (2 * step),
                        tolerance);
            }
        }
    }

    /**
     * As {@link #gradientAgreesWithFiniteDifferences}, for every loss: what it takes out of the gradient with {@code
     * stopGradient}, such as a constant weight, keeps its value while a number of the leaf moves.
     *
     * @param step change of each number of the leaf, positive
     * @param tolerance largest difference of a slope
     */
    public static void gradientAgreesWhereConstantsAreHeld(Batch batch, Loss loss, float step, double tolerance) {
        requireLearnedTokens(batch);
        HeldConstants constants = new HeldConstants();
        batch.value(loss, constants);
        float[][] gradient = batch.evaluate(loss).gradient();
        for (int i = 0; i < gradient.length; i++) {
            for (int t = 0; t < gradient[i].length; t++) {
                double up = batch.moved(i, t, step).value(loss, constants.again());
                double down = batch.moved(i, t, -step).value(loss, constants.again());
                requireClose(
                        "Gradient at token " + t + " of response " + i,
                        gradient[i][t],
                        (up - down) / (2 * step),
                        tolerance);
            }
        }
    }

    /**
     * For every split into micro-batches and every padding, shares of the loss and of every metric add up to the whole,
     * and each token has its gradient of the whole.
     *
     * @param tolerance largest difference of any of these
     */
    public static void microBatchesAndPaddingChangeNothing(Batch batch, Loss loss, double tolerance) {
        requireLearnedTokens(batch);
        Result whole = batch.evaluate(loss);
        requireSame(whole, List.of(batch.rows(0, batch.mask().length, batch.mask()[0].length + 5)), loss, tolerance);
        microBatchesChangeNothing(
                batch, loss, IntStream.range(1, batch.mask().length).toArray(), tolerance);
    }

    /** A batch that is padded further has the same loss, metrics and gradients. */
    public static void paddingChangesNothing(Batch batch, Loss loss, double tolerance) {
        requireLearnedTokens(batch);
        int width = batch.mask()[0].length;
        for (int more = 1; more <= 5; more += 4) {
            requireSame(
                    batch.evaluate(loss), List.of(batch.rows(0, batch.mask().length, width + more)), loss, tolerance);
        }
    }

    /**
     * As {@link #microBatchesAndPaddingChangeNothing}, for a batch that is cut at these rows only, because others stay in one
     * micro-batch.
     *
     * @param cuts numbers of rows that a micro-batch may begin with, ascending, not 0
     */
    public static void microBatchesChangeNothing(Batch batch, Loss loss, int[] cuts, double tolerance) {
        requireLearnedTokens(batch);
        Result whole = batch.evaluate(loss);
        for (List<Batch> split : splits(batch, cuts)) {
            requireSame(whole, split, loss, tolerance);
        }
    }

    /** As many parts as can be, and two halves wherever a cut can be; cut to what is learned, or padded further. */
    private static List<List<Batch>> splits(Batch batch, int[] cuts) {
        int rows = batch.mask().length;
        int width = batch.mask()[0].length;
        List<List<Batch>> splits = new ArrayList<>();
        List<Batch> smallest = new ArrayList<>();
        for (int i = 0; i <= cuts.length; i++) {
            int from = i == 0 ? 0 : cuts[i - 1];
            int to = i == cuts.length ? rows : cuts[i];
            smallest.add(batch.rows(from, to, i % 2 == 0 ? width + 1 + i : used(batch, from, to)));
        }
        splits.add(smallest);
        for (int cut : cuts) {
            splits.add(List.of(batch.rows(0, cut, used(batch, 0, cut)), batch.rows(cut, rows, width + 3)));
            splits.add(List.of(batch.rows(0, cut, width + 2), batch.rows(cut, rows, used(batch, cut, rows))));
        }
        return splits;
    }

    /** Tokens up to the last that is learned in any of the rows, at least 1. */
    private static int used(Batch batch, int from, int to) {
        int used = 1;
        for (float[] row : Arrays.copyOfRange(batch.mask(), from, to)) {
            for (int t = 0; t < row.length; t++) {
                used = row[t] > 0 ? Math.max(used, t + 1) : used;
            }
        }
        return used;
    }

    private static void requireSame(Result whole, List<Batch> split, Loss loss, double tolerance) {
        String shapes = split.stream()
                .map(part -> part.mask().length + "x" + part.mask()[0].length)
                .toList()
                .toString();
        double sum = 0;
        Map<String, Double> metrics = new HashMap<>();
        int row = 0;
        for (Batch part : split) {
            Result share = part.evaluate(loss);
            sum += share.loss();
            share.metrics().forEach((name, value) -> metrics.merge(name, value, Double::sum));
            for (float[] gradient : share.gradient()) {
                requireSameGradient(
                        whole.gradient()[row], gradient, "response " + row + ", split " + shapes, tolerance);
                row++;
            }
        }
        requireClose("Loss, split " + shapes, sum, whole.loss(), tolerance);
        require(
                metrics.keySet().equals(whole.metrics().keySet()),
                "Metrics, split " + shapes,
                metrics,
                whole.metrics());
        whole.metrics()
                .forEach((name, value) ->
                        requireClose(name + ", split " + shapes, metrics.getOrDefault(name, 0.0), value, tolerance));
    }

    /** Rows of different widths; missing tokens are not learned. */
    private static void requireSameGradient(float[] whole, float[] part, String where, double tolerance) {
        int width = Math.max(whole.length, part.length);
        float[] expected = Arrays.copyOf(whole, width);
        float[] actual = Arrays.copyOf(part, width);
        for (int t = 0; t < width; t++) {
            requireClose("Gradient at token " + t + " of " + where, actual[t], expected[t], tolerance);
        }
    }

    /**
     * Values outside the mask, infinities and NaN included, change neither loss nor gradient nor metrics by a single
     * bit, and the gradient is 0 there.
     *
     * <p>The check is stricter than batches of core, whose streams are finite and 0 there: a loss passes if it selects
     * with {@link org.reason4j.api.data.TokenBatch#learned} before it computes. {@link TokenStream#OBSERVED_LOGPROBS} is of
     * those tokens and stays as it is.
     */
    public static void tokensOutsideTheMaskChangeNothing(Batch batch, Loss loss) {
        tokensOutsideTheMaskChangeNothing(batch, loss, NOISE);
    }

    /** As {@link #tokensOutsideTheMaskChangeNothing(Batch, Loss)}, with these numbers outside the mask. */
    public static void tokensOutsideTheMaskChangeNothing(Batch batch, Loss loss, float... noise) {
        requireLearnedTokens(batch);
        Result expected = batch.evaluate(loss);
        for (int shift = 0; shift < noise.length; shift++) {
            Result result = noisy(batch, noise, shift).evaluate(loss);
            require(result.loss() == expected.loss(), "Loss", result.loss(), expected.loss());
            require(result.metrics().equals(expected.metrics()), "Metrics", result.metrics(), expected.metrics());
            for (int i = 0; i < batch.mask().length; i++) {
                for (int t = 0; t < batch.mask()[i].length; t++) {
                    boolean isRead = batch.mask()[i][t] > 0 || batch.leaf().equals(TokenStream.OBSERVED_LOGPROBS);
                    float slope = isRead ? expected.gradient()[i][t] : 0;
                    String where = "Gradient at token " + t + " of response " + i;
                    require(result.gradient()[i][t] == slope, where, result.gradient()[i][t], slope);
                }
            }
        }
    }

    private static Batch noisy(Batch batch, float[] noise, int shift) {
        Batch noisy = batch;
        int place = shift;
        for (TokenStream stream : sorted(batch.streams().keySet())) {
            if (stream.equals(TokenStream.OBSERVED_LOGPROBS)) {
                continue;
            }
            float[][] values =
                    Arrays.stream(batch.values(stream)).map(float[]::clone).toArray(float[][]::new);
            for (int i = 0; i < values.length; i++) {
                for (int t = 0; t < values[i].length; t++) {
                    values[i][t] = batch.mask()[i][t] > 0 ? values[i][t] : noise[place++ % noise.length];
                }
            }
            noisy = noisy.with(stream, values);
        }
        return noisy;
    }

    /** Streams in a fixed order, so that the noise is the same in every run. */
    private static List<TokenStream> sorted(Set<TokenStream> streams) {
        return streams.stream().sorted(Comparator.comparing(TokenStream::name)).toList();
    }

    private static void requireLearnedTokens(Batch batch) {
        if (batch.totals().learnedTokens() == 0) {
            throw new IllegalArgumentException("A batch without learned tokens passes every check; give it some");
        }
    }

    private static void requireClose(String what, double actual, double expected, double tolerance) {
        require(Math.abs(actual - expected) <= tolerance, what, actual, expected + " within " + tolerance);
    }

    private static void require(boolean holds, String what, Object actual, Object expected) {
        if (!holds) {
            throw new AssertionError(what + " is " + actual + ", expected " + expected);
        }
    }
}
