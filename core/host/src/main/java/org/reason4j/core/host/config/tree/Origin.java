package org.reason4j.core.host.config.tree;

/**
 * Where a value was written.
 *
 * @param source a file's name, {@code recipe NAME (JAR)}, {@code command line}, {@code environment NAME} or {@code default}
 * @param line its line in a file, from 1; 0 where there are no lines
 */
public record Origin(String source, int line) {

    public static final Origin DEFAULT = new Origin("default");
    public static final Origin COMMAND_LINE = new Origin("command line");

    public Origin(String source) {
        this(source, 0);
    }

    public static Origin environment(String variable) {
        return new Origin("environment " + variable);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
