package org.reason4j.reward.code.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reason4j.api.dataset.Example;

class FormulaProgramsTest {

    private static List<Example> read(boolean heldOut, boolean demonstrations, double careful) {
        return new FormulaPrograms(
                        new FormulaProgramsConfig(300, 5, heldOut, 3, 2, "{formula}", demonstrations, careful))
                .read();
    }

    private static String task(Example example) {
        return example.messages().get(0).content();
    }

    @Test
    void outputsAreTheOperationsFromLeftToRight() {
        for (Example example : read(false, true, 1)) {
            Map<?, ?> tests = (Map<?, ?>) example.fields().get("tests");
            long value = Long.parseLong(((List<?>) tests.get("inputs")).get(0).toString());
            for (String step : task(example).replace(":", "").split(" ")) {
                long number = Long.parseLong(step.substring(1));
                value = step.startsWith("*") ? value * number : step.startsWith("+") ? value + number : value - number;
            }
            assertThat(((List<?>) tests.get("outputs")).get(0)).isEqualTo(String.valueOf(value));
        }
    }

    @Test
    void carefulFormulasHaveTheParenthesesThatTheyNeedAndOthersNone() {
        Map<String, String> needed = Map.of("+", "(x+", "-", "(x-");
        for (Example example : read(false, true, 1)) {
            String[] steps = task(example).replace(":", "").split(" ");
            boolean sumBeforeProduct = !steps[0].startsWith("*") && steps[1].startsWith("*");
            String response = example.response().orElseThrow();
            if (sumBeforeProduct) {
                assertThat(response).contains(needed.get(steps[0].substring(0, 1)));
            }
        }
        assertThat(read(false, true, 0))
                .allSatisfy(
                        example -> assertThat(example.response().orElseThrow()).doesNotContain("("));
    }

    @Test
    void heldOutTasksAreNotAmongTheOthers() {
        Set<String> train = new HashSet<>();
        read(false, false, 0).forEach(example -> train.add(task(example)));
        assertThat(train).hasSize(300);
        assertThat(read(true, false, 0)).noneMatch(example -> train.contains(task(example)));
    }

    @Test
    void theSameSeedGivesTheSameTasks() {
        assertThat(read(false, true, 0.5)).isEqualTo(read(false, true, 0.5));
    }
}
