package org.reason4j.gym.induction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InductionProblemsTest {

    @Test
    void everyRuleThatGivesTheNumbersShownIsRight() {
        NumberSequence one = new NumberSequence(List.of(4L, 8L), 1); // add 4, multiply by 2
        assertThat(one.next()).containsExactly(12L, 16L);
        assertThat(one.accepts("12")).isTrue();
        assertThat(one.accepts("16")).isTrue();
        assertThat(one.accepts("14")).isFalse();
        assertThat(new NumberSequence(List.of(4L, 8L, 16L), 1).next()).containsExactly(32L);
    }

    @Test
    void operationsFollowEachOtherAndHalvesAreRoundedDown() {
        assertThat(new NumberSequence(List.of(-3L, -2L, -1L, -1L), 1).next()).containsExactly(-1L); // halves
        assertThat(new NumberSequence(List.of(1L, 1L, 2L, 3L, 5L), 1).next())
                .containsExactly(8L); // adds the one before
        assertThat(new NumberSequence(List.of(1L, 5L, 13L, 29L, 61L), 2).next()).containsExactly(125L); // 2 x + 3
    }

    @Test
    void aListRuleMustFitEveryExample() {
        List<Example> examples =
                List.of(new Example(List.of(3, 1, 2), List.of(1, 2, 3)), new Example(List.of(9, 4), List.of(4, 9)));
        ListFunctions sorted = new ListFunctions(examples, List.of(5, 7, 6));
        assertThat(sorted.answer()).isEqualTo("[5, 6, 7]");
        assertThat(sorted.accepts("[6, 7, 5]")).isFalse(); // backwards fits the second example alone
    }

    @Test
    void listRulesThatFitAlikeAreAllRight() {
        ListFunctions open = new ListFunctions(List.of(new Example(List.of(5, 9), List.of(9))), List.of(8, 4, 6));
        assertThat(open.accepts("[8]")).isTrue(); // the largest
        assertThat(open.accepts("[4, 6]")).isTrue(); // all but the first
        assertThat(open.accepts("[8, 6]")).isTrue(); // those above 5
        assertThat(open.accepts("[4]")).isFalse();
    }

    @Test
    void everyListRuleDoesWhatItsWordsSay() {
        assertThat(of(ListRule.Kind.MULTIPLES, 3, 0, 6, 7, 9)).containsExactly(6, 9);
        assertThat(of(ListRule.Kind.SCALE, 2, -4, 6, 7)).containsExactly(8, 10);
        assertThat(of(ListRule.Kind.ADD_PLACE, 0, 0, 6, 7, 9)).containsExactly(6, 8, 11);
        assertThat(of(ListRule.Kind.DIFFERENCES, 0, 0, 6, 7, 3)).containsExactly(1, -4);
        assertThat(of(ListRule.Kind.RUNNING_SUM, 0, 0, 6, 7, 3)).containsExactly(6, 13, 16);
        assertThat(of(ListRule.Kind.SUM_BELOW, 5, 0, 6, 4, 3)).containsExactly(7);
        assertThat(of(ListRule.Kind.COUNT_ABOVE, 5, 0, 5, 7, 3)).containsExactly(1);
        assertThat(of(ListRule.Kind.DIVISIBLE, 3, 0, 6, 7)).containsExactly(1);
        assertThat(of(ListRule.Kind.RISING, 0, 0, 6, 6, 7)).containsExactly(1);
        assertThat(of(ListRule.Kind.AT_LAST, 0, 0, 6, 9, 1)).containsExactly(9);
        assertThat(of(ListRule.Kind.DROP, 2, 0, 6, 9, 1)).containsExactly(1);
        assertThat(new ListRule(ListRule.Kind.AT_LAST, 0, 0).apply(List.of(6, 9, 3)))
                .isEmpty();
    }

    private static List<Integer> of(ListRule.Kind kind, int k, int m, Integer... list) {
        return new ListRule(kind, k, m).apply(List.of(list)).orElseThrow();
    }

    @Test
    void everyRowRuleDoesWhatItsWordsSay() {
        assertThat(row(RowRule.Kind.SHIFT_RIGHT, 2, 0, 5, 6, 0)).containsExactly(0, 0, 0, 5);
        assertThat(row(RowRule.Kind.ROTATE_LEFT, 1, 4, 5, 6, 0)).containsExactly(5, 6, 0, 4);
        assertThat(row(RowRule.Kind.FALL_RIGHT, 0, 4, 0, 6, 0)).containsExactly(0, 0, 4, 6);
        assertThat(row(RowRule.Kind.COUNT, 0, 0, 5, 0, 6)).containsExactly(1, 1, 0, 0);
        assertThat(row(RowRule.Kind.FILL, 0, 3, 0, 3, 0, 4, 0, 3)).containsExactly(3, 3, 3, 0, 4, 0, 3);
        assertThat(row(RowRule.Kind.DENOISE, 0, 3, 0, 4, 4, 0, 5)).containsExactly(0, 0, 4, 4, 0, 0);
        assertThat(row(RowRule.Kind.PART, 0, 0, 1, 2, 0, 2)).containsExactly(2, 2, 0, 0, 1);
        assertThat(row(RowRule.Kind.PAINT_LONGEST, 0, 4, 0, 5, 5, 0, 6, 6)).containsExactly(4, 0, 1, 1, 0, 6, 6);
        assertThat(row(RowRule.Kind.TOUCH, 2, 7, 7, 0, 0, 0, 2)).containsExactly(0, 0, 7, 7, 0, 2);
        assertThat(row(RowRule.Kind.TOUCH, 4, 0, 2, 0, 7, 7, 0)).containsExactly(0, 2, 7, 7, 0, 0);
        assertThat(row(RowRule.Kind.SPREAD, 0, 5, 5, 0, 3, 0, 0, 0, 0)).containsExactly(5, 5, 0, 3, 3, 0, 3, 3);
    }

    private static List<Integer> row(RowRule.Kind kind, int k, Integer... row) {
        return new RowRule(kind, k).apply(List.of(row)).orElseThrow();
    }

    @Test
    void aRowRuleMustFitEveryExample() {
        Arc1d problem = new Arc1d(
                List.of(
                        new Example(List.of(4, 4, 0, 0), List.of(0, 0, 4, 4)),
                        new Example(List.of(0, 0, 5, 0), List.of(5, 0, 0, 0))),
                List.of(1, 2, 3, 4));
        assertThat(problem.answer()).isEqualTo("3 4 1 2"); // turned by two; turned round, or fallen, fits one alone
        assertThat(problem.accepts("4 3 2 1")).isFalse();
    }
}
