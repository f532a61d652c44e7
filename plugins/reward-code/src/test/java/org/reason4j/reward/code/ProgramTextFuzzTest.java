package org.reason4j.reward.code;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.reward.code.suite.CodeBlock;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Json;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.reward.code.suite.SuiteReader;
import org.reason4j.reward.code.suite.UnusableTestsException;
import org.reason4j.testkit.MutatedInputs;
import org.reason4j.testkit.NamedInput;

/** What a policy writes, what a dataset holds, and what a program writes. */
public class ProgramTextFuzzTest {

    private static final Comparison NEAR = new Comparison(Comparison.Outputs.LINES, 0.1);

    /** Reads a response, tests, an output or a value. */
    public static void fuzzerTestOneInput(byte[] input) {
        NamedInput text = NamedInput.of(input, List.of("response", "tests", "output", "value"));
        switch (text.name()) {
            case "response" -> CodeBlock.last(text.text(), List.of(Language.PYTHON));
            case "tests" -> tests(text.text());
            case "output" -> NEAR.sameOutput(text.text(), "1 2.5\n 3\n\n100000 0");
            default -> value(text.text());
        }
    }

    private static void tests(String text) {
        try {
            SuiteReader.read("tests", Map.of("tests", text, "fn_name", "f")).first(1);
        } catch (UnusableTestsException e) { // told to the user
            return;
        }
    }

    private static void value(String text) {
        try {
            Object value = Json.read(text);
            NEAR.sameValue(value, Json.read(Json.write(value)));
        } catch (IOException e) { // a wrong result
            return;
        }
    }

    @Test
    void anyTextGivesAProgramTestsAVerdictOrARefusal() {
        MutatedInputs.of(ProgramTextFuzzTest.class).check(3000, ProgramTextFuzzTest::fuzzerTestOneInput);
    }
}
