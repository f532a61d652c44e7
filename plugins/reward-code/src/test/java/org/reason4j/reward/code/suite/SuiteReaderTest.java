package org.reason4j.reward.code.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.reward.code.suite.TestSuite.Asserts;
import org.reason4j.reward.code.suite.TestSuite.Calls;
import org.reason4j.reward.code.suite.TestSuite.Streams;

class SuiteReaderTest {

    private static TestSuite read(Object tests) throws UnusableTestsException {
        return SuiteReader.read("tests", Map.of("tests", tests));
    }

    private static BigDecimal number(int value) {
        return BigDecimal.valueOf(value);
    }

    @Test
    void inputsAndOutputsAreReadAsValuesOrAsText() throws UnusableTestsException {
        TestSuite expected = new Streams(List.of(new Streams.Case("1\n2", "3", 1), new Streams.Case("4", "5", 1)));
        assertThat(read(Map.of("inputs", List.of(List.of("1", "2"), "4"), "outputs", List.of("3", 5))))
                .isEqualTo(expected);
        assertThat(read("{\"inputs\": [[\"1\", \"2\"], \"4\"], \"outputs\": [\"3\", 5]}"))
                .isEqualTo(expected);
    }

    @Test
    void weightsAreRead() throws UnusableTestsException {
        assertThat(read("{\"inputs\": [\"\", \"\"], \"outputs\": [\"a\", \"b\"], \"weights\": [1, 2.5]}")
                        .weights())
                .containsExactly(1, 2.5);
    }

    @Test
    void callsOfAppsMayHaveTheirResultInAList() throws UnusableTestsException {
        TestSuite suite = read("{\"fn_name\": \"f\", \"inputs\": [[1, [2]]], \"outputs\": [[3]]}");
        assertThat(suite)
                .isEqualTo(new Calls(
                        "f", List.of(new Calls.Call("[1,[2]]", List.of(List.of(number(3)), number(3)), 1))));
    }

    @Test
    void functionalTestsOfLiveCodeBenchHaveAnArgumentOnEachLine() throws UnusableTestsException {
        TestSuite suite = SuiteReader.read(
                "public_test_cases",
                Map.of(
                        "public_test_cases",
                        "[{\"input\": \"[1, 2]\\n3\", \"output\": \"[4]\", \"testtype\": \"functional\"}]",
                        "func_name",
                        "g"));
        assertThat(suite)
                .isEqualTo(new Calls("g", List.of(new Calls.Call("[[1,2],3]", List.of(List.of(number(4))), 1))));
    }

    @Test
    void casesAreInputsWithOutputs() throws UnusableTestsException {
        assertThat(read(List.of(
                        Map.of("input", "1", "output", "2"),
                        Map.of("input", "3", "expected_output", "4", "weight", 2))))
                .isEqualTo(new Streams(List.of(new Streams.Case("1", "2", 1), new Streams.Case("3", "4", 2))));
    }

    @Test
    void assertStatementsAndCodeAreTests() throws UnusableTestsException {
        assertThat(SuiteReader.read(
                        "test_list",
                        Map.of("test_list", List.of("assert f(1) == 2"), "test_imports", List.of("import math"))))
                .isEqualTo(new Asserts("import math\n", "", List.of("assert f(1) == 2")));
        assertThat(SuiteReader.read("test", Map.of("test", "def check(candidate): pass", "entry_point", "f")))
                .isEqualTo(new Asserts("", "f", List.of("def check(candidate): pass")));
    }

    @Test
    void theFirstTestsAreTakenInTheirOrder() throws UnusableTestsException {
        assertThat(read(List.of("assert 1", "assert 2", "assert 3")).first(2))
                .isEqualTo(new Asserts("", "", List.of("assert 1", "assert 2")));
    }

    @Test
    void whatIsNoTestIsRefusedWithTheReason() {
        refused(List.of(), "has no tests");
        refused(Map.of("inputs", List.of(), "outputs", List.of()), "has no tests");
        refused("", "holds no tests");
        refused(7, "holds no tests");
        refused("{\"inputs\": [", "is not JSON");
        refused(Map.of("inputs", List.of("1"), "outputs", List.of()), "has 1 inputs but 0 outputs");
        refused(Map.of("inputs", List.of("1"), "outputs", List.of("2"), "weights", List.of(0)), "have the weight 0");
        refused(Map.of("inputs", List.of("1"), "outputs", List.of("2"), "weights", List.of(-1)), "has the weight -1");
        refused(
                Map.of("fn_name", "f(); evil", "inputs", List.of("1"), "outputs", List.of("2")),
                "is not the name of a function");
        refused(List.of(Map.of("input", "1", "output", "2", "testtype", "functional")), "none of its fields");
    }

    private static void refused(Object tests, String reason) {
        assertThatThrownBy(() -> read(tests))
                .isInstanceOf(UnusableTestsException.class)
                .hasMessageContaining(reason);
    }
}
