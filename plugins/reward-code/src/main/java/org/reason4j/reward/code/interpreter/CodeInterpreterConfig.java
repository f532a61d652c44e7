package org.reason4j.reward.code.interpreter;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;

/**
 * Settings of the code interpreter.
 *
 * @param languages languages of programs, not {@code JAVA}; a program in a code block with the tag of one is of that, any
 *     other is of the first
 * @param open opening tag of a program
 * @param close closing tag, which ends program and turn
 * @param result the text of what a program printed, for the policy; {@code {output}} is replaced, and some text is beside it
 * @param outputCharacters largest number of characters of an output, at least 1; {@code ...} replaces the middle of a longer
 *     one
 * @param callReward reward of a turn whose program ended with status 0
 * @param errorReward reward of a turn whose program failed, or came up against a limit
 * @param seconds time of a program, above 0
 * @param waitSeconds time for which a program may wait for its turn, above 0
 * @param memoryMegabytes memory of a program, at least 64
 * @param processes processes and threads of a program at a time, at least 16
 * @param fileMegabytes size of all files of a program, at least 1
 * @param outputKilobytes output of a program, at least 1; more ends it
 * @param parallel programs at a time, at least 1; 0 for the number of processors
 * @param sandbox mechanism of the sandboxes; there is no setting that runs programs without one
 * @param python name or path of Python 3
 * @param node name or path of Node.js
 */
public record CodeInterpreterConfig(
        List<Language> languages,
        String open,
        String close,
        String result,
        int outputCharacters,
        double callReward,
        double errorReward,
        double seconds,
        double waitSeconds,
        int memoryMegabytes,
        int processes,
        int fileMegabytes,
        int outputKilobytes,
        int parallel,
        Mechanisms.Choice sandbox,
        String python,
        String node) {

    static final String OUTPUT = "{output}";

    /** Python between the tags of ReTool. */
    public static final CodeInterpreterConfig DEFAULTS = new CodeInterpreterConfig(
            List.of(Language.PYTHON),
            "<code>",
            "</code>",
            "<interpreter>{output}</interpreter>",
            1000,
            0,
            0,
            5,
            60,
            512,
            32,
            16,
            256,
            0,
            Mechanisms.Choice.AUTO,
            "python3",
            "node");

    private static final int LEAST_MEMORY = 64;
    private static final int LEAST_PROCESSES = 16;

    public CodeInterpreterConfig {
        languages = List.copyOf(languages);
        checkTexts(languages, open, close, result);
        require(outputCharacters >= 1, "outputCharacters must be at least 1", outputCharacters);
        require(Double.isFinite(callReward), "callReward must be finite", callReward);
        require(Double.isFinite(errorReward), "errorReward must be finite", errorReward);
        require(seconds > 0 && Double.isFinite(seconds), "seconds must be above 0", seconds);
        require(waitSeconds > 0 && Double.isFinite(waitSeconds), "waitSeconds must be above 0", waitSeconds);
        require(memoryMegabytes >= LEAST_MEMORY, "memoryMegabytes must be at least 64", memoryMegabytes);
        require(processes >= LEAST_PROCESSES, "processes must be at least 16", processes);
        require(fileMegabytes >= 1, "fileMegabytes must be at least 1", fileMegabytes);
        require(outputKilobytes >= 1, "outputKilobytes must be at least 1", outputKilobytes);
        require(parallel >= 0, "parallel must be at least 1, or 0 for the number of processors", parallel);
        check(!python.isBlank() && !node.isBlank(), "code-interpreter.python and .node must not be empty");
    }

    private static void checkTexts(List<Language> languages, String open, String close, String result) {
        check(!languages.isEmpty(), "code-interpreter.languages names no language; name one, such as PYTHON");
        check(
                !languages.contains(Language.JAVA),
                "code-interpreter.languages has JAVA, whose programs are classes to be tested and print nothing by"
                        + " themselves. Name others, such as PYTHON.");
        check(!open.isEmpty() && !close.isEmpty(), "code-interpreter.open and .close must not be empty");
        check(
                !open.contains(close),
                "code-interpreter.open must not contain code-interpreter.close, because a turn ends there; got '%s' and '%s'",
                open,
                close);
        check(
                result.contains(OUTPUT) && !result.equals(OUTPUT),
                "code-interpreter.result must be {output} with some text beside it, because an output may be empty; got '%s'",
                result);
    }

    private static void require(boolean holds, String rule, double found) {
        check(holds, "code-interpreter.%s, got %s", rule, found);
    }
}
