package org.reason4j.reward.rulebased.problems;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;

/**
 * The numbers game: reach a target with each of the given numbers exactly once. Fields: {@code numbers}, {@code target}
 * and {@code solution}, one expression that reaches it.
 *
 * <p>Numbers are drawn and joined two at a time by a random operation until one value is left, which is the target. Every
 * value on the way is a positive integer, so each problem can be solved. An example's id is like {@code 2,3,5=16}, with
 * sorted numbers.
 */
public record CountdownProblems(CountdownProblemsConfig config) implements DatasetReader {

    private static final long LARGEST_VALUE = 1_000_000_000L;

    private record Value(long number, String expression) {}

    private record Problem(List<Integer> numbers, int target, String solution) implements UniqueProblems.Problem {
        @Override
        public String id() {
            return String.join(
                            ",", numbers.stream().sorted().map(String::valueOf).toList()) + "=" + target;
        }

        @Override
        public String key() {
            return id();
        }
    }

    @Override
    public List<Example> read() {
        return UniqueProblems.draw("countdown", config.count(), config.seed(), config.split(), this::problem).stream()
                .map(this::example)
                .toList();
    }

    private Optional<Problem> problem(Draws draws) {
        int size = (int) draws.between(config.minNumbers(), config.maxNumbers());
        List<Integer> numbers = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int number = (int) draws.between(1, config.largestNumber());
            numbers.add(number);
            values.add(new Value(number, String.valueOf(number)));
        }
        while (values.size() > 1) {
            Value left = values.remove((int) draws.between(0, values.size() - 1));
            Value right = values.remove((int) draws.between(0, values.size() - 1));
            values.add(join(left, right, draws, values.isEmpty()));
        }
        Value result = values.get(0);
        return result.number() > config.largestTarget()
                ? Optional.empty()
                : Optional.of(new Problem(numbers, (int) result.number(), result.expression()));
    }

    /** Joins two values by a random operation among those that stay positive integers; addition always does. */
    private static Value join(Value left, Value right, Draws draws, boolean last) {
        long a = left.number();
        long b = right.number();
        return switch ((int) draws.between(0, 3)) {
            case 0 -> a > b ? value(a - b, left, '-', right, last) : value(a + b, left, '+', right, last);
            case 1 ->
                a * b <= LARGEST_VALUE ? value(a * b, left, '*', right, last) : value(a + b, left, '+', right, last);
            case 2 -> a % b == 0 ? value(a / b, left, '/', right, last) : value(a + b, left, '+', right, last);
            default -> value(a + b, left, '+', right, last);
        };
    }

    private static Value value(long number, Value left, char operator, Value right, boolean last) {
        String expression = left.expression() + operator + right.expression();
        return new Value(number, last ? expression : "(" + expression + ")");
    }

    private Example example(Problem problem) {
        String question = config.template()
                .replace("{numbers}", problem.numbers().toString())
                .replace("{target}", String.valueOf(problem.target()));
        Map<String, Object> fields =
                Map.of("numbers", problem.numbers(), "target", problem.target(), "solution", problem.solution());
        return Example.of(problem.id(), List.of(Message.user(question))).withFields(fields);
    }
}
