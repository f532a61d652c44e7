package org.reason4j.core.host.track;

/** Tokens of a measurement that is under way, and how many are written in a second. */
final class TokenCount {

    private long tokens;
    private long firstTokens; // of this measurement, and when they were told
    private long firstAt;
    private long latestAt;

    /** Takes the number of tokens so far; a smaller one than before begins the next measurement. */
    void written(long count, long nanoTime) {
        if (count < tokens || firstAt == 0) {
            firstTokens = count;
            firstAt = nanoTime;
        }
        tokens = count;
        latestAt = nanoTime;
    }

    /** What stands behind the count of responses; empty before the first token. */
    @Override
    public String toString() {
        if (tokens == 0) {
            return "";
        }
        String text = "  " + ConsoleFields.count(tokens) + " tokens";
        double seconds = (latestAt - firstAt) / 1e9;
        return seconds > 0 ? text + "  tok/s " + ConsoleFields.count((tokens - firstTokens) / seconds) : text;
    }
}
