package org.reason4j.reward.shaping.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.RecordedMetrics;

class LengthBudgetTest {

    private static final LengthBudget.Config FROM_3_TO_6 =
            new LengthBudget.Config(3, 6, " Think for {budget} tokens.", "budget");

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Budgets budgets = new Budgets();

    @Test
    void thePromptSaysTheBudgetThatAFieldHolds() {
        List<Example> chosen = budget(FROM_3_TO_6).choose(new Batch(1, 7, 40));
        assertThat(chosen).hasSize(40);
        for (int i = 0; i < 40; i++) {
            Example example = chosen.get(i);
            int tokens = tokens(example);
            assertThat(tokens).isBetween(3, 6);
            assertThat(example.id()).isEqualTo("e" + i + "@" + tokens);
            assertThat(example.messages())
                    .containsExactly(
                            new Message("system", "Be brief."),
                            Message.user(i + "+1=? Think for " + tokens + " tokens."));
            assertThat(example.fields()).containsEntry("answer", i + 1);
            assertThat(example.response()).contains("" + (i + 1));
        }
    }

    @Test
    void budgetsAreDrawnUniformly() {
        int[] drawn = new int[7];
        budget(FROM_3_TO_6).choose(new Batch(1, 7, 4000)).forEach(example -> drawn[tokens(example)]++);
        for (int tokens = 3; tokens <= 6; tokens++) {
            // the deviation of a share is sqrt(3/16 / 4000) = 0.0068
            assertThat(drawn[tokens] / 4000.0).isCloseTo(0.25, within(0.034));
        }
        assertThat(metrics.of("length_budget/tokens")).isCloseTo(4.5, within(0.1));
    }

    @Test
    void aDrawIsAFunctionOfSeedBatchAndExample() {
        List<Example> chosen = budget(FROM_3_TO_6).choose(new Batch(2, 7, 40));
        assertThat(budget(FROM_3_TO_6).choose(new Batch(2, 7, 40))).isEqualTo(chosen);
        assertThat(budget(FROM_3_TO_6).choose(new Batch(3, 7, 40))).isNotEqualTo(chosen);
        assertThat(budget(FROM_3_TO_6).choose(new Batch(2, 8, 40))).isNotEqualTo(chosen);
        assertThat(budget(FROM_3_TO_6).choose(new Batch(2, 7, 9))).isEqualTo(chosen.subList(0, 9));
    }

    @Test
    void whoReadsBudgetsNeedsThemInTheDatasetUnlessTheyAreDrawn() {
        L1Exact exact = new L1Exact(L1Exact.Config.DEFAULTS, budgets, metrics);
        L1Max max = new L1Max(L1Max.Config.DEFAULTS, budgets, metrics);
        assertThat(exact.requirements()).isEqualTo(Requirements.fields("budget"));
        assertThat(max.requirements()).isEqualTo(Requirements.fields("budget"));
        budget(FROM_3_TO_6);
        assertThat(exact.requirements()).isEqualTo(Requirements.NONE);
        assertThat(max.requirements()).isEqualTo(Requirements.NONE);
    }

    @Test
    void anInstructionWithoutItsNumberIsRefused() {
        assertThatThrownBy(() -> new LengthBudget.Config(1, 2, "Be brief.", "budget"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "length-budget.instruction must say where the budget stands, with {budget}, got 'Be brief.'");
        assertThatThrownBy(() -> new LengthBudget.Config(5, 4, "{budget}", "budget"))
                .isInstanceOf(ConfigException.class);
    }

    private LengthBudget budget(LengthBudget.Config config) {
        return new LengthBudget(config, budgets, metrics);
    }

    private static int tokens(Example example) {
        return Integer.parseInt(String.valueOf(example.fields().get("budget")));
    }

    /** The first examples of a dataset, in order. */
    private record Batch(int number, long seed, int size) implements PromptBatch {

        @Override
        public List<Example> pool() {
            return IntStream.range(0, size)
                    .mapToObj(i -> Example.of(
                                    "e" + i, List.of(new Message("system", "Be brief."), Message.user(i + "+1=?")))
                            .withFields(Map.of("answer", i + 1))
                            .withResponse("" + (i + 1)))
                    .toList();
        }

        @Override
        public Optional<Example> example(String id) {
            return pool().stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public List<Example> inOrder() {
            return pool();
        }
    }
}
