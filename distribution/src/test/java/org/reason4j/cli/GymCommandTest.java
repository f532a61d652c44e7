package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GymCommandTest {

    private static CommandTester.Outcome gym(Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "gym";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandTester.run(all);
    }

    private static String output(CommandTester.Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        return outcome.out();
    }

    @Test
    void listHasALineForEachFamily() throws IOException {
        List<String> lines = output(gym("list")).lines().toList();
        assertThat(lines.get(0)).startsWith("family").contains("levels", "knobs", "about");
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).matches("gcd +3 +numbers, digits +The greatest common divisor of integers"));
        JsonNode families = gym("list", "--json").json().get("families");
        assertThat(families).hasSize(lines.size() - 1);
        families.forEach(family -> assertThat(family.get("levels")).hasSizeGreaterThanOrEqualTo(3));
    }

    @Test
    void showPrintsProblemsWithTheirAnswersAndTheSameOnesForTheSameSeed() {
        String shown = output(gym("show", "gcd", "--seed", 3, "--number", 2));
        List<String> lines = shown.lines().toList();
        assertThat(lines).hasSize(5);
        for (int line : new int[] {0, 3}) {
            List<Integer> numbers = numbers(lines.get(line));
            int answer = Integer.parseInt(lines.get(line + 1).substring("Answer: ".length()));
            assertThat(numbers).hasSize(2).allMatch(number -> number % answer == 0);
            assertThat(IntStream.rangeClosed(answer + 1, numbers.get(0)))
                    .as("larger divisors of %s", numbers)
                    .noneMatch(larger -> numbers.get(0) % larger == 0 && numbers.get(1) % larger == 0);
        }
        assertThat(output(gym("show", "gcd", "--seed", 3, "--number", 2))).isEqualTo(shown);
        assertThat(output(gym("show", "gcd", "--seed", 4, "--number", 2))).isNotEqualTo(shown);
    }

    private static List<Integer> numbers(String question) {
        return Pattern.compile("[0-9]+")
                .matcher(question)
                .results()
                .map(found -> Integer.valueOf(found.group()))
                .toList();
    }

    @Test
    void aHigherLevelAsksMoreAndJsonHasEveryField() throws IOException {
        JsonNode problem = new ObjectMapper().readTree(output(gym("show", "gcd", "--level", 2, "--json")));
        assertThat(problem.get("level").intValue()).isEqualTo(2);
        assertThat(numbers(problem.get("question").textValue())).hasSize(5);
        assertThat(problem.get("family").textValue()).isEqualTo("gcd");
        assertThat(problem.get("key").textValue()).startsWith("gcd/2/");
        assertThat(problem.has("answer")).isTrue();
    }

    @Test
    void whatIsNotThereIsToldWithWhatIs() {
        CommandTester.Outcome unknown = gym("show", "gdc");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("no family 'gdc'").contains("gcd");
        CommandTester.Outcome level = gym("show", "gcd", "--level", 7);
        assertThat(level.exitCode()).isEqualTo(2);
        assertThat(level.err()).contains("levels 0 to 2, got 7");
        assertThat(gym().exitCode()).isEqualTo(2);
    }

    @Test
    void withoutThePluginTheDatasetIsMissing(@TempDir Path empty) {
        String home = System.getProperty("reason4j.home");
        System.setProperty("reason4j.home", empty.toString());
        try {
            CommandTester.Outcome outcome = gym("list");
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).contains("No dataset named 'gym-samples'");
        } finally {
            System.setProperty("reason4j.home", home);
        }
    }
}
