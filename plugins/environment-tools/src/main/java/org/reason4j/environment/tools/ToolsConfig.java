package org.reason4j.environment.tools;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of the tools environment.
 *
 * @param open opening tag of a call; any text, as short as {@code [}
 * @param close closing tag, which ends call and turn; any text, as short as {@code ]}
 * @param result the text of an answer for the policy; {@code {output}} is replaced, and some text is beside it
 * @param error the policy's text for a call that cannot be answered; {@code {error}} is replaced by the reason
 * @param outputCharacters largest number of characters of an output; {@code ...} replaces the rest of a longer one
 * @param callReward reward of a turn whose call was answered; the tool's own reward is added
 * @param errorReward reward of a turn whose call could not be answered
 * @param tools the tools; with a single one, calls may omit its name
 */
public record ToolsConfig(
        String open,
        String close,
        String result,
        String error,
        int outputCharacters,
        double callReward,
        double errorReward,
        List<ToolConfig> tools) {

    static final String OUTPUT = "{output}";
    static final String ERROR = "{error}";

    /** A calculator: {@code <tool>calc: 12*(3+4)</tool>} is followed by {@code <result>84</result>}. */
    public static final ToolsConfig DEFAULTS = new ToolsConfig(
            "<tool>",
            "</tool>",
            "<result>{output}</result>",
            "<error>{error}</error>",
            1000,
            0,
            0,
            List.of(ToolConfig.of("calc", ToolConfig.Kind.CALCULATOR)));

    public ToolsConfig {
        tools = List.copyOf(tools);
        check(!open.isEmpty() && !close.isEmpty(), "tools.open and tools.close must not be empty");
        check(
                !open.contains(close),
                "tools.open must not contain tools.close, because a turn ends there; got '%s' and '%s'",
                open,
                close);
        check(
                result.contains(OUTPUT) && !result.equals(OUTPUT),
                "tools.result must be {output} with some text beside it, because an output may be empty; got '%s'",
                result);
        check(!error.replace(ERROR, "").isEmpty(), "tools.error needs some text that is not {error}, got '%s'", error);
        check(outputCharacters > 0, "tools.outputCharacters must be positive, got %s", outputCharacters);
        check(Double.isFinite(callReward), "tools.callReward must be finite, got %s", callReward);
        check(Double.isFinite(errorReward), "tools.errorReward must be finite, got %s", errorReward);
        check(!tools.isEmpty(), "tools.tools names no tool; name one, such as {name: calc, kind: calculator}");
        tools.forEach(ToolConfig::requireComplete);
        check(
                tools.stream().map(ToolConfig::name).distinct().count() == tools.size(),
                "tools.tools has two tools of one name: %s",
                tools.stream().map(ToolConfig::name).toList());
    }
}
