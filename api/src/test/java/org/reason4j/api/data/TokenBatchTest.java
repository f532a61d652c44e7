package org.reason4j.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenBatchTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static Trajectory response(int sample) {
        return Trajectory.demonstration(PROMPT, sample, new int[] {5, 2}, "a");
    }

    private TokenBatch batch(List<Credit> credits) {
        List<TokenBatch.Row> rows = new ArrayList<>();
        credits.forEach(credit -> rows.add(TokenBatch.Row.of(credit, 0)));
        return TokenBatch.of(manager.ones(new Shape(credits.size(), 2)), Map.of(), BatchTotals.of(credits, 2))
                .withRows(rows);
    }

    @Test
    void aPairsDifferenceIsTheChosenRowLessTheRejectedOne() {
        List<Credit> credits = new ArrayList<>(Credit.pair(7, response(0), response(1)));
        credits.add(Credit.constant(response(2), 1)); // of no pair
        credits.addAll(0, Credit.pair(9, response(3), response(4)));
        TokenBatch batch = batch(credits);

        NDArray differences = batch.pairDifferences(batch.column(new float[] {1, 4, 10, 2, 100}));

        // by number: pair 7 is 10 - 2, pair 9 is 1 - 4; their mean is (8 - 3) / 2
        assertThat(differences.toFloatArray()).containsExactly(8, -3);
        assertThat(batch.pairMean(differences).getFloat()).isEqualTo(2.5f);
    }

    @Test
    void aBatchWithoutPairsHasNoDifferences() {
        TokenBatch batch = batch(List.of(Credit.constant(response(0), 1)));

        NDArray differences = batch.pairDifferences(batch.column(new float[] {3}));

        assertThat(differences.getShape()).isEqualTo(new Shape(0, 1));
        assertThat(batch.pairMean(differences).getFloat()).isZero();
    }

    @Test
    void aColumnTellsWhatItsRowsAre() {
        TokenBatch batch = batch(Credit.pair(7, response(3), response(5)));

        assertThat(batch.column(row -> row.trajectory().sample()).toFloatArray())
                .containsExactly(3, 5);
        assertThat(batch.column(row -> row.chosen() ? 1 : 0).getShape()).isEqualTo(new Shape(2, 1));
    }

    @Test
    void halfAPairIsNamed() {
        TokenBatch batch = batch(Credit.pair(7, response(0), response(1)).subList(1, 2));

        assertThatThrownBy(() -> batch.pairDifferences(batch.column(new float[] {3})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Pair 7 lacks its chosen response");
    }

    /** Losses of tokens, 9 where nothing is learned, of two prompts with 4 + 2 and 1 + 4 tokens, and of one with none. */
    private static final float[][] TOKENS = {{1, 2, 3, 9}, {4, 5, 9, 9}, {6, 9, 9, 9}, {7, 8, 1, 2}, {9, 9, 9, 9}};

    private static final int[] LENGTHS = {4, 2, 1, 4, 0};

    private static final String[] PROMPTS = {"a", "a", "b", "b", "c"};

    private static List<Credit> ofPrompts() {
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < LENGTHS.length; i++) {
            Prompt prompt = Prompt.of(PROMPTS[i], List.of(), new int[] {1});
            credits.add(Credit.constant(Trajectory.demonstration(prompt, i, new int[LENGTHS[i]], ""), 1));
        }
        return credits;
    }

    private float share(int from, int to, BatchTotals totals) {
        float[][] mask = new float[to - from][4];
        List<TokenBatch.Row> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Arrays.fill(mask[i - from], 0, LENGTHS[i], 1);
            rows.add(TokenBatch.Row.of(ofPrompts().get(i), 0));
        }
        TokenBatch batch = TokenBatch.of(manager.create(mask), Map.of(), totals).withRows(rows);
        return batch.aggregate(manager.create(Arrays.copyOfRange(TOKENS, from, to)), LossAggregation.PROMPT_MEAN)
                .getFloat();
    }

    @Test
    void theMeanOverPromptsWeighsEveryPromptAlikeHoweverItsRowsAreSplit() {
        BatchTotals totals = BatchTotals.of(ofPrompts(), 4);

        // (1 + 2 + 3 + 9 + 4 + 5) / 6 = 4 and (6 + 7 + 8 + 1 + 2) / 5 = 4.8; the third prompt has no token
        assertThat(share(0, 5, totals)).isCloseTo(4.4f, within(1e-6f));
        float parts = 0;
        for (int i = 0; i < 5; i++) {
            parts += share(i, i + 1, totals);
        }
        assertThat(parts).isCloseTo(4.4f, within(1e-6f));
    }

    @Test
    void theMeanOverPromptsOfCountsAloneIsThatOfTheirOnePrompt() {
        NDArray tokens = manager.create(new float[][] {{1, 2}, {6, 9}});
        NDArray mask = manager.create(new float[][] {{1, 1}, {1, 0}});
        BatchTotals totals = BatchTotals.of(3, 2, 2, 2);

        assertThat(TokenBatch.of(mask, Map.of(), totals)
                        .aggregate(tokens, LossAggregation.PROMPT_MEAN)
                        .getFloat())
                .isEqualTo(3); // (1 + 2 + 6) / 3
        TokenBatch ofTwo = TokenBatch.of(mask, Map.of(), totals.withGroups(2, 0));
        assertThatThrownBy(() -> ofTwo.aggregate(tokens, LossAggregation.PROMPT_MEAN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not say which prompts its rows have");
    }

    @Test
    void theMeanOverPromptsOfNothingIsZero() {
        List<Credit> empty = ofPrompts().subList(4, 5);

        assertThat(share(4, 5, BatchTotals.of(empty, 4))).isZero();
    }

    @Test
    void aBatchApartKeepsChangesInPlaceToItself() {
        NDArray advantages = manager.create(new float[] {1, 2}, new Shape(1, 2));
        NDArray logprobs = manager.create(new float[] {-1, -2}, new Shape(1, 2));
        NDArray teacher = manager.create(new float[] {-3, -4}, new Shape(1, 2, 1));
        TokenStream name = TokenStream.of("test", "teacher");
        TokenBatch batch = TokenBatch.of(
                        manager.ones(new Shape(1, 2)),
                        Map.of(TokenStream.ADVANTAGES, advantages, TokenStream.LOGPROBS, logprobs),
                        BatchTotals.of(2, 1, 1, 2))
                .withTops(Map.of(name, new TokenBatch.Top(teacher, logprobs)));
        TokenBatch apart = batch.apart();

        apart.advantages().muli(0);
        apart.mask().muli(0);
        apart.top(name).logprobs().muli(0);
        apart.share("seen", apart.advantages().sum());

        assertThat(apart.advantages().toFloatArray()).containsExactly(0, 0); // one copy, however often it is read
        assertThat(batch.advantages().toFloatArray()).containsExactly(1, 2);
        assertThat(batch.mask().toFloatArray()).containsExactly(1, 1);
        assertThat(batch.top(name).logprobs().toFloatArray()).containsExactly(-3, -4);
        assertThat(batch.metrics()).containsKey("seen");
    }

    @Test
    void aTensorWithAGradientIsTheSameApartAndRefusesAChangeInPlace() {
        NDArray logprobs = manager.create(new float[] {-1, -2}, new Shape(1, 2));
        logprobs.setRequiresGradient(true);
        TokenBatch batch = TokenBatch.of(
                manager.ones(new Shape(1, 2)), Map.of(TokenStream.LOGPROBS, logprobs), BatchTotals.of(2, 1, 1, 2));

        assertThat(batch.apart().logprobs()).isSameAs(logprobs);
        try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
            assertThat(collector).isNotNull();
            assertThatThrownBy(() -> batch.apart().logprobs().muli(0)).hasMessageContaining("in-place");
        }
    }
}
