package org.reason4j.core.host.config.tree;

/**
 * Where a value was written.
 *
 * @param source a file's name, {@code recipe NAME (JAR)}, {@code command line}, {@code environment NAME} or {@code default}
 * @param line its line in a file, from 1; 0 where there are no lines
 */
public record SettingOrigin(String source, int line) {

    public static final SettingOrigin DEFAULT = new SettingOrigin("default");
    public static final SettingOrigin COMMAND_LINE = new SettingOrigin("command line");

    public SettingOrigin(String source) {
        this(source, 0);
    }

    public static SettingOrigin environment(String variable) {
        return new SettingOrigin("environment " + variable);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
