package org.reason4j.reward.code;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Language;

/**
 * Settings of the reward for passed tests.
 *
 * @param languages languages of programs; an example with a field {@code language} says which of them, any other is of the
 *     first
 * @param tests field with the tests
 * @param place place of the program in a response
 * @param credit what passed tests are worth
 * @param firstTests number of tests that are run, from the first, at least 1; 0 for all
 * @param comparison how an output is compared with the expected one
 * @param tolerance largest difference of two numbers, absolute or relative to the expected one, at least 0; 0 for none
 * @param seconds time of a test, above 0
 * @param totalSeconds time of all tests of a program; at least {@code seconds}
 * @param memoryMegabytes memory of a program, at least 64
 * @param processes processes and threads of a program at a time, at least 16
 * @param fileMegabytes size of all files of a program, at least 1
 * @param outputKilobytes output of a test, at least 1
 * @param parallel programs at a time, at least 1; 0 for the number of processors
 * @param sandbox mechanism of the sandboxes; there is no setting that runs programs without one
 * @param python name or path of Python 3
 * @param node name or path of Node.js
 * @param javaHome home of a JDK; empty for that of reason4j, of {@code JAVA_HOME} or in {@code PATH}
 */
public record CodeTestsConfig(
        List<Language> languages,
        String tests,
        Place place,
        Credit credit,
        int firstTests,
        Comparison.Outputs comparison,
        double tolerance,
        double seconds,
        double totalSeconds,
        int memoryMegabytes,
        int processes,
        int fileMegabytes,
        int outputKilobytes,
        int parallel,
        Mechanisms.Choice sandbox,
        String python,
        String node,
        String javaHome) {

    /** Python programs in code blocks, all of whose tests have to pass. */
    public static final CodeTestsConfig DEFAULTS = new CodeTestsConfig(
            List.of(Language.PYTHON),
            "tests",
            Place.CODE_BLOCK,
            Credit.ALL,
            0,
            Comparison.Outputs.LINES,
            0,
            5,
            60,
            512,
            32,
            16,
            1024,
            0,
            Mechanisms.Choice.AUTO,
            "python3",
            "node",
            "");

    /** The share of the first ten tests, as verl's {@code prime_code} gives it. */
    public static final CodeTestsConfig PRIME = DEFAULTS.withCredit(Credit.SHARE, 10);

    /** Where the program of a response is. */
    public enum Place {
        /** The last fenced code block without a tag, or whose tag is one of the languages. */
        CODE_BLOCK,
        /** The whole response; of one with {@code </think>}, what follows it. */
        WHOLE
    }

    /** What passed tests are worth. */
    public enum Credit {
        /** 1 if all tests pass, else 0; what follows the first that does not is not run. */
        ALL,
        /** The weight of passed tests over that of all. */
        SHARE
    }

    private static final int LEAST_MEMORY = 64;
    private static final int LEAST_PROCESSES = 16;

    public CodeTestsConfig {
        languages = List.copyOf(languages);
        check(!languages.isEmpty(), "code-tests.languages names no language; name one, such as PYTHON");
        check(!tests.isBlank(), "code-tests.tests must name the field with the tests, got '%s'", tests);
        check(firstTests >= 0, "code-tests.firstTests must be at least 1, or 0 for all, got %s", firstTests);
        check(
                tolerance >= 0 && Double.isFinite(tolerance),
                "code-tests.tolerance must be at least 0, got %s",
                tolerance);
        check(seconds > 0 && Double.isFinite(seconds), "code-tests.seconds must be above 0, got %s", seconds);
        check(
                totalSeconds >= seconds && Double.isFinite(totalSeconds),
                "code-tests.totalSeconds must be at least code-tests.seconds, got %s and %s",
                totalSeconds,
                seconds);
        check(
                memoryMegabytes >= LEAST_MEMORY,
                "code-tests.memoryMegabytes must be at least 64, got %s",
                memoryMegabytes);
        check(processes >= LEAST_PROCESSES, "code-tests.processes must be at least 16, got %s", processes);
        check(fileMegabytes >= 1, "code-tests.fileMegabytes must be at least 1, got %s", fileMegabytes);
        check(outputKilobytes >= 1, "code-tests.outputKilobytes must be at least 1, got %s", outputKilobytes);
        check(
                parallel >= 0,
                "code-tests.parallel must be at least 1, or 0 for the number of processors, got %s",
                parallel);
        check(!python.isBlank() && !node.isBlank(), "code-tests.python and code-tests.node must not be empty");
    }

    private CodeTestsConfig withCredit(Credit other, int first) {
        return new CodeTestsConfig(
                languages,
                tests,
                place,
                other,
                first,
                comparison,
                tolerance,
                seconds,
                totalSeconds,
                memoryMegabytes,
                processes,
                fileMegabytes,
                outputKilobytes,
                parallel,
                sandbox,
                python,
                node,
                javaHome);
    }
}
