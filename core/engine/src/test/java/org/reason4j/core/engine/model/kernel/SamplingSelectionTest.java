package org.reason4j.core.engine.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Top-k, top-p and min-p give the same numbers, bit for bit, whether the likeliest tokens are selected or all are sorted. */
@SuppressWarnings("NullAway.Init") // the kernels are compiled before the first test
class SamplingSelectionTest {

    private static final float[] TOP_P = {1, 0.95f, 0.5f, 0.1f};
    private static final float[] MIN_P = {0, 0.05f, 0.3f};

    /** Standard deviations of logits: a flat distribution, whose nucleus is no selection, to a steep one. */
    private static final double[] SPREADS = {0.5, 2, 4, 6};

    /** All limits at once, each row by sorting; a row's numbers are those that it would have alone. */
    private static final String SORTED = """
            class Kernels(Module):
              __parameters__ = []
              __buffers__ = []

              def filter(self, l: Tensor, limits: Tensor) -> List[Tensor]:
                k = limits[:, 0:1].to(4)
                sorted, order = torch.sort(l, 1, True)
                kth = sorted.gather(1, torch.clamp(k - 1, min=0, max=l.size(1) - 1))
                l = torch.where((k > 0) & (l < kth), -inf, l)
                l = torch.log_softmax(l, 1)
                sorted, order = torch.sort(l, 1, True)
                q = torch.exp(sorted)
                before = torch.cumsum(q, 1) - q
                keep = (before < limits[:, 1:2]) | (limits[:, 1:2] >= 1.)
                keep[:, 0] = True
                keep = torch.zeros_like(keep).scatter_(1, order, keep)
                l = torch.log_softmax(torch.where(keep, l, -inf), 1)
                floor = torch.amax(l, [1], True) + torch.log(limits[:, 2:3])
                return [torch.log_softmax(torch.where(l >= floor, l, -inf), 1)]
            """;

    private static CompiledKernels kernels;
    private static CompiledKernels reference;

    @BeforeAll
    static void load() {
        kernels = new CompiledKernels();
        reference = new CompiledKernels(SORTED);
    }

    @AfterAll
    static void close() {
        kernels.close();
        reference.close();
    }

    /** 70 001 is no multiple of a vector's numbers. */
    @ParameterizedTest
    @CsvSource({"104, 5, 6", "1003, 1, 6", "70001, 1, 1", "151936, 1, 2"})
    void randomRowsHaveTheNumbersOfTheSortedForm(int vocabulary, int rounds, int choices) {
        SplittableRandom random = seeded(vocabulary);
        int[] topK = {0, 50, 1, 5, vocabulary / 3, vocabulary + 5};
        for (int round = 0; round < rounds; round++) {
            for (int k : Arrays.copyOf(topK, choices)) {
                float[] limits = limits(k);
                float[] l = rows(random, limits.length / 3, vocabulary);
                assertSame(vocabulary, l, limits);
            }
        }
    }

    @Test
    void tiesAtTheBorderOfTheSelectionGoTheWayOfTheSortedForm() {
        int vocabulary = 2500;
        float[] limits = limits(0);
        float[] l = new float[limits.length / 3 * vocabulary];
        Arrays.fill(l, (float) -Math.log(vocabulary));
        assertSame(vocabulary, l, limits);
        for (int k : new int[] {3, 1024}) {
            for (int best : new int[] {k - 1, k, k + 1}) {
                float[] some = l.clone();
                for (int i = 0; i < some.length; i++) {
                    some[i] += i % vocabulary % 2 == 0 && i % vocabulary / 2 < best ? 2 : 0;
                }
                assertSame(vocabulary, some, limits(k));
            }
        }
    }

    @Test
    void aRowHasTheSameNumbersWhateverIsBesideIt() {
        int vocabulary = 5000;
        float[] limits = limits(50);
        int rows = limits.length / 3;
        System.arraycopy(limits(0), 0, limits, 0, limits.length / 2);
        float[] l = rows(seeded(7), rows, vocabulary);
        float[] together = kernels.run("filter", rows, l, limits);
        for (int row = 0; row < rows; row++) {
            float[] own = Arrays.copyOfRange(l, row * vocabulary, (row + 1) * vocabulary);
            float[] alone = kernels.run("filter", 1, own, Arrays.copyOfRange(limits, 3 * row, 3 * row + 3));
            assertThat(Arrays.copyOfRange(together, row * vocabulary, (row + 1) * vocabulary))
                    .as("row %d", row)
                    .isEqualTo(alone);
        }
    }

    private static SplittableRandom seeded(long seed) {
        System.out.println("seed " + seed);
        return new SplittableRandom(seed);
    }

    /** Every top-p with every min-p, and this top-k. */
    private static float[] limits(int topK) {
        float[] limits = new float[3 * TOP_P.length * MIN_P.length];
        for (int row = 0; row < limits.length / 3; row++) {
            limits[3 * row] = topK;
            limits[3 * row + 1] = TOP_P[row % TOP_P.length];
            limits[3 * row + 2] = MIN_P[row / TOP_P.length];
        }
        return limits;
    }

    /** Log-probabilities; half of the rows are rounded, so that many tokens are equally likely. */
    private static float[] rows(SplittableRandom random, int rows, int vocabulary) {
        float[] l = new float[rows * vocabulary];
        for (int row = 0; row < rows; row++) {
            double spread = SPREADS[random.nextInt(SPREADS.length)];
            boolean rounded = random.nextBoolean();
            double sum = 0;
            for (int i = row * vocabulary; i < (row + 1) * vocabulary; i++) {
                double logit = spread * random.nextGaussian();
                l[i] = (float) (rounded ? Math.rint(2 * logit) / 2 : logit);
                sum += Math.exp(l[i]);
            }
            for (int i = row * vocabulary; i < (row + 1) * vocabulary; i++) {
                l[i] -= (float) Math.log(sum);
            }
        }
        return l;
    }

    private static void assertSame(int vocabulary, float[] l, float[] limits) {
        int rows = limits.length / 3;
        float[] expected = reference.run("filter", rows, l, limits);
        float[] found = kernels.run("filter", rows, l, limits);
        int differs = Arrays.mismatch(expected, found);
        assertThat(differs)
                .as(() -> String.format(
                        Locale.ROOT,
                        "the first number that differs: token %d of %d with top-k, top-p and min-p %s is %s, expected %s",
                        differs % vocabulary,
                        vocabulary,
                        Arrays.toString(
                                Arrays.copyOfRange(limits, differs / vocabulary * 3, differs / vocabulary * 3 + 3)),
                        found[differs],
                        expected[differs]))
                .isEqualTo(-1);
    }
}
