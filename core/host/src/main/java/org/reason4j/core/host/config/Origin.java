package org.reason4j.core.host.config;

/**
 * Where a value was written.
 *
 * @param source a file's name, {@code command line}, {@code environment NAME} or {@code default}
 * @param line its line in a file, from 1; 0 where there are no lines
 */
record Origin(String source, int line) {

    static final Origin DEFAULT = new Origin("default");
    static final Origin COMMAND_LINE = new Origin("command line");

    Origin(String source) {
        this(source, 0);
    }

    static Origin environment(String variable) {
        return new Origin("environment " + variable);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
