package org.reason4j.reward.code.suite;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.reward.code.suite.TestSuite.Asserts;
import org.reason4j.reward.code.suite.TestSuite.Calls;
import org.reason4j.reward.code.suite.TestSuite.Streams;

/**
 * Tests in the shapes of widespread datasets, as values or as a text with JSON:
 *
 * <ul>
 *   <li>{@code {"inputs": [...], "outputs": [...]}}, with {@code "fn_name"} for calls of a function (APPS, TACO) and {@code
 *       "weights"};
 *   <li>{@code [{"input": ..., "output": ...}, ...]}, with {@code "testtype": "functional"} for calls, whose input has an
 *       argument on each line (LiveCodeBench), and {@code "weight"};
 *   <li>{@code ["assert f(1) == 2", ...]} (MBPP), or a text of code with a function {@code check(candidate)} (HumanEval) or a
 *       class with tests (Java).
 * </ul>
 */
public final class SuiteReader {

    private static final List<String> FUNCTION_FIELDS = List.of("fn_name", "func_name", "entry_point");
    private static final List<String> SETUP_FIELDS = List.of("test_setup_code", "test_imports", "setup");
    private static final String NAME = "[A-Za-z_$][A-Za-z0-9_$]*";

    private final String field;
    private final Map<String, ?> fields;

    private SuiteReader(String field, Map<String, ?> fields) {
        this.field = field;
        this.fields = fields;
    }

    /**
     * Reads the tests of an example.
     *
     * @param field the field with the tests
     * @param fields all fields
     */
    public static TestSuite read(String field, Map<String, ?> fields) throws UnusableTestsException {
        TestSuite suite = new SuiteReader(field, fields).suite();
        if (suite.size() == 0) {
            throw new UnusableTestsException("its field '" + field + "' has no tests");
        }
        if (Arrays.stream(suite.weights()).sum() == 0) {
            throw new UnusableTestsException("all tests of its field '" + field + "' have the weight 0");
        }
        return suite;
    }

    private TestSuite suite() throws UnusableTestsException {
        Object given = Json.normal(fields.get(field));
        Object value = given instanceof String text ? parsed(text) : given;
        if (value instanceof Map<?, ?> map
                && map.get("inputs") instanceof List<?> inputs
                && map.get("outputs") instanceof List<?> outputs) {
            return lists(map, inputs, outputs);
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(String.class::isInstance)
                    ? asserts(list.stream().map(String.class::cast).toList())
                    : cases(list);
        }
        if (value instanceof String code && !code.isBlank()) {
            return asserts(List.of(code));
        }
        throw new UnusableTestsException("its field '" + field
                + "' holds no tests; expected {inputs, outputs}, a list of {input, output}, a list of assert statements, or"
                + " code that tests");
    }

    private Object parsed(String text) throws UnusableTestsException {
        String plain = text.strip();
        if (!plain.startsWith("{") && !plain.startsWith("[")) {
            return text;
        }
        try {
            return Json.read(plain);
        } catch (IOException e) {
            throw new UnusableTestsException("its field '" + field + "' is not JSON: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private TestSuite lists(Map<?, ?> map, List<?> inputs, List<?> outputs) throws UnusableTestsException {
        if (inputs.size() != outputs.size()) {
            throw new UnusableTestsException(
                    "its field '" + field + "' has " + inputs.size() + " inputs but " + outputs.size() + " outputs");
        }
        List<?> weights = map.get("weights") instanceof List<?> list ? list : List.of();
        if (!weights.isEmpty() && weights.size() != inputs.size()) {
            throw new UnusableTestsException(
                    "its field '" + field + "' has " + inputs.size() + " inputs but " + weights.size() + " weights");
        }
        Optional<String> inside = function(map);
        Optional<String> function = inside.isPresent() ? inside : function(fields);
        List<Streams.Case> cases = new ArrayList<>();
        List<Calls.Call> calls = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            double weight = weights.isEmpty() ? 1 : weight(weights.get(i));
            if (function.isPresent()) {
                calls.add(call(inputs.get(i), outputs.get(i), weight));
            } else {
                cases.add(new Streams.Case(text(inputs.get(i)), text(outputs.get(i)), weight));
            }
        }
        return function.isPresent() ? new Calls(function.get(), calls) : new Streams(cases);
    }

    /** Calls of APPS: arguments in a list; an expected result may stand in a list by itself. */
    private static Calls.Call call(Object input, Object output, double weight) {
        Object arguments = input instanceof List<?> ? input : List.of(input);
        List<Object> results = new ArrayList<>(List.of(output));
        if (output instanceof List<?> list && list.size() == 1) {
            results.add(list.get(0));
        }
        return new Calls.Call(Json.write(arguments), results, weight);
    }

    private TestSuite cases(List<?> list) throws UnusableTestsException {
        List<Streams.Case> cases = new ArrayList<>();
        List<Calls.Call> calls = new ArrayList<>();
        for (Object entry : list) {
            if (!(entry instanceof Map<?, ?> map) || !map.containsKey("input")) {
                throw new UnusableTestsException(
                        "its field '" + field + "' has a test that is not {input, output}: " + entry);
            }
            Object output = Stream.of("output", "expected_output", "expected")
                    .filter(map::containsKey)
                    .map(name -> (Object) map.get(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new UnusableTestsException("its field '" + field + "' has a test without an output"));
            double weight = map.containsKey("weight") ? weight(map.get("weight")) : 1;
            if ("functional".equals(map.get("testtype"))) {
                calls.add(functional(map.get("input"), output, weight));
            } else {
                cases.add(new Streams.Case(text(map.get("input")), text(output), weight));
            }
        }
        if (!calls.isEmpty() && !cases.isEmpty()) {
            throw new UnusableTestsException(
                    "its field '" + field + "' mixes calls of a function with inputs and outputs");
        }
        return calls.isEmpty() ? new Streams(cases) : new Calls(requiredFunction(), calls);
    }

    /** A call of LiveCodeBench: a JSON value on each line for each argument. */
    private Calls.Call functional(Object input, Object output, double weight) throws UnusableTestsException {
        if (!(input instanceof String lines)) {
            return new Calls.Call(
                    Json.write(input instanceof List<?> ? input : List.of(input)), List.of(output), weight);
        }
        try {
            List<Object> arguments = new ArrayList<>();
            for (String line : lines.lines().filter(one -> !one.isBlank()).toList()) {
                arguments.add(Json.read(line));
            }
            Object result = output instanceof String text ? Json.read(text) : output;
            return new Calls.Call(Json.write(arguments), List.of(result), weight);
        } catch (IOException e) {
            throw new UnusableTestsException("its field '" + field + "' has a functional test that is not JSON: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private TestSuite asserts(List<String> statements) {
        StringBuilder setup = new StringBuilder();
        for (String name : SETUP_FIELDS) {
            Object value = Json.normal(fields.get(name));
            if (value instanceof List<?> lines) {
                lines.forEach(line -> setup.append(line).append('\n'));
            } else if (value instanceof String text) {
                setup.append(text).append('\n');
            }
        }
        Object entry = Json.normal(fields.get("entry_point"));
        return new Asserts(setup.toString(), entry instanceof String name ? name : "", statements);
    }

    private String requiredFunction() throws UnusableTestsException {
        return function(fields)
                .orElseThrow(() -> new UnusableTestsException("its tests call a function, but none of its fields "
                        + String.join(", ", FUNCTION_FIELDS) + " names it"));
    }

    private static Optional<String> function(Map<?, ?> from) throws UnusableTestsException {
        for (String name : FUNCTION_FIELDS) {
            if (from.get(name) instanceof String function && !function.isBlank()) {
                if (!function.matches(NAME)) {
                    throw new UnusableTestsException("'" + function + "' is not the name of a function");
                }
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    private double weight(Object value) throws UnusableTestsException {
        if (value instanceof BigDecimal number && number.signum() >= 0) {
            return number.doubleValue();
        }
        throw new UnusableTestsException(
                "its field '" + field + "' has the weight " + value + "; expected a number of at least 0");
    }

    /** A text; a list is one of lines. */
    private static String text(Object value) {
        if (value instanceof List<?> lines) {
            return lines.stream()
                    .map(SuiteReader::text)
                    .reduce((left, right) -> left + "\n" + right)
                    .orElse("");
        }
        return value instanceof String text ? text : Json.write(value);
    }
}
