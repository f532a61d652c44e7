package org.reason4j.environment.mcp;

import java.util.List;
import java.util.Optional;

/**
 * The markup of calls in the policy's text: {@code <tool>add: {"a": 1, "b": 2}</tool>} with the default tags, or {@code [12*3]}
 * with short ones and a single tool.
 *
 * <p>The last opening tag of a turn begins the call. The text before its first colon is the tool's name, which is
 * optional with a single tool.
 */
record Markup(String open, String close, List<String> tools) {

    /**
     * A call to a tool.
     *
     * @param tool the tool's name
     * @param input the policy's text for the tool, trimmed
     */
    record Call(String tool, String input) {}

    /** Returns true if a turn ends with a call; any other turn ends the response. */
    boolean handsOver(String turn) {
        return turn.endsWith(close);
    }

    /** Returns the call at the end of a turn; empty if it has no opening tag or names no tool. */
    Optional<Call> call(String turn) {
        int end = turn.length() - close.length();
        int start = turn.lastIndexOf(open, end - open.length());
        if (start < 0) {
            return Optional.empty();
        }
        String content = turn.substring(start + open.length(), end);
        int colon = content.indexOf(':');
        String name = colon < 0 ? content.strip() : content.substring(0, colon).strip();
        if (tools.contains(name)) {
            return Optional.of(
                    new Call(name, colon < 0 ? "" : content.substring(colon + 1).strip()));
        }
        return tools.size() == 1 ? Optional.of(new Call(tools.get(0), content.strip())) : Optional.empty();
    }

    /** The reason why a turn has no call. */
    String complaint(String turn) {
        return turn.lastIndexOf(open, turn.length() - close.length() - open.length()) < 0
                ? "a call begins with " + open
                : "a call names one of " + String.join(", ", tools) + ", then a colon";
    }
}
