package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;

class MiniBatchTest {

    private static final TokenStream TEACHER = TokenStream.of("test", "teacher");

    /** A response of that many tokens to a prompt of one. */
    private static Trajectory response(String prompt, int tokens) {
        int[] ids = IntStream.range(30, 30 + tokens).toArray();
        return Trajectory.demonstration(Prompt.of(prompt, List.of(), new int[] {20}), 0, ids, "text");
    }

    private static List<Credit> ofPrompts(String... prompts) {
        List<Credit> credits = new ArrayList<>();
        for (String prompt : prompts) {
            credits.add(Credit.constant(response(prompt, 4), 1));
        }
        return credits;
    }

    private static Batching batching(int miniBatches, int tokens, boolean groups, boolean pairs) {
        return new Batching(miniBatches, tokens, 64, groups, pairs);
    }

    private static List<List<String>> prompts(List<MiniBatch> batches) {
        return batches.stream()
                .map(batch -> batch.credits().stream()
                        .map(credit -> credit.trajectory().prompt().id())
                        .toList())
                .toList();
    }

    private static List<List<Integer>> members(MiniBatch batch) {
        return batch.microBatches().stream()
                .map(micro ->
                        IntStream.range(0, micro.size()).mapToObj(micro::index).toList())
                .toList();
    }

    @Test
    void withoutARequirementCreditsAreCutInTheirOrder() {
        List<Credit> credits = ofPrompts("a", "a", "b", "b", "b");
        assertThat(prompts(MiniBatch.split(credits, batching(2, 100, false, false))))
                .containsExactly(List.of("a", "a"), List.of("b", "b", "b"));
        assertThat(prompts(MiniBatch.split(credits, batching(5, 100, false, false))))
                .hasSize(5);
    }

    @Test
    void aGroupIsInOneMiniBatch() {
        // 0, 3 and 5 of 6 credits come before the groups: 0, 1 and 1.67 halves
        List<Credit> credits = ofPrompts("a", "a", "a", "b", "b", "c");
        assertThat(prompts(MiniBatch.split(credits, batching(2, 100, true, false))))
                .containsExactly(List.of("a", "a", "a"), List.of("b", "b", "c"));
        // thirds: a in the first, b in the second (3 * 3 / 6 = 1.5), c in the third (5 * 3 / 6 = 2.5)
        assertThat(prompts(MiniBatch.split(credits, batching(3, 100, true, false))))
                .containsExactly(List.of("a", "a", "a"), List.of("b", "b"), List.of("c"));
    }

    @Test
    void membersOfAGroupThatAreApartComeTogether() {
        List<Credit> credits = ofPrompts("a", "b", "a", "b");
        assertThat(prompts(MiniBatch.split(credits, batching(2, 100, true, false))))
                .containsExactly(List.of("a", "a"), List.of("b", "b"));
    }

    @Test
    void aGroupIsInOneMicroBatchAndALargeOneAlone() {
        // rows of 5 tokens: a has 15 tokens, b and c together 10
        MiniBatch batch = new MiniBatch(ofPrompts("a", "b", "a", "c", "a"), batching(1, 10, true, false));
        assertThat(members(batch)).containsExactly(List.of(0, 2, 4), List.of(1, 3));
        assertThat(batch.totals().groups()).isEqualTo(3);
    }

    @Test
    void aPairIsInOneMicroBatch() {
        List<Credit> credits = new ArrayList<>();
        credits.addAll(Credit.pair(7, response("a", 2), response("a", 9))); // 10 tokens at most
        credits.addAll(Credit.pair(8, response("a", 8), response("a", 3))); // 9
        credits.add(Credit.constant(response("a", 2), 1)); // 3
        List<Credit> mixed = List.of(credits.get(0), credits.get(2), credits.get(1), credits.get(4), credits.get(3));
        MiniBatch batch = new MiniBatch(mixed, batching(1, 20, false, true));
        // by the longest member: the single row, pair 8 (3 rows of 9 are 27 tokens: beyond 20), pair 7
        assertThat(members(batch)).containsExactly(List.of(3), List.of(1, 4), List.of(0, 2));
        assertThat(batch.totals().pairs()).isEqualTo(2);
    }

    @Test
    void aPairThatLinksTwoGroupsMakesThemOneUnit() {
        List<Credit> credits = new ArrayList<>(ofPrompts("a", "b", "c"));
        credits.addAll(Credit.pair(1, response("a", 4), response("b", 4)));
        assertThat(Units.of(credits, batching(1, 5, true, true))).containsExactly(0, 0, 2, 0, 0);
        assertThat(Units.of(credits, batching(1, 5, false, true))).containsExactly(0, 1, 2, 3, 3);
    }

    @Test
    void rowsSayWhichGroupAndPairTheyAre() {
        List<Credit> credits = new ArrayList<>(ofPrompts("a", "b"));
        credits.addAll(Credit.pair(3, response("a", 4), response("b", 4)));
        MiniBatch batch = new MiniBatch(credits, batching(1, 100, false, false));
        List<TokenBatch.Row> rows = batch.rows(batch.microBatches().get(0));
        assertThat(rows).extracting(TokenBatch.Row::group).containsExactly(0, 1, 0, 1);
        assertThat(rows.get(2).pair()).hasValue(3);
        assertThat(rows).extracting(TokenBatch.Row::chosen).containsExactly(true, true, true, false);
        assertThat(rows.get(3).trajectory()).isSameAs(credits.get(3).trajectory());
    }

    @Test
    void topTokensOfSomeRowsOnlyAreRefused() {
        Trajectory two = response("a", 2).with(TEACHER, TopTokens.of(2, new int[4], new float[4]));
        Trajectory three = response("b", 2).with(TEACHER, TopTokens.of(3, new int[6], new float[6]));
        for (Trajectory other : List.of(three, response("b", 2))) {
            List<Credit> credits = List.of(Credit.constant(two, 1), Credit.constant(other, 1));
            assertThatThrownBy(() -> new MiniBatch(credits, batching(1, 100, false, false)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("test/teacher=2")
                    .hasMessageContaining("sample 0 of b");
        }
    }
}
