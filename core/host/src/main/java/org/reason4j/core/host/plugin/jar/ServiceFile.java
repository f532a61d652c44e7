package org.reason4j.core.host.plugin.jar;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.reason4j.api.plugin.Plugin;

/** The file in which a jar names its plugin. */
public final class ServiceFile {

    private static final String DIRECTORY = "META-INF/services/";

    /** Its place in the jar. */
    public static final String NAME = DIRECTORY + Plugin.class.getName();

    /** Most bytes of one that are read; a few bytes of a jar can stand for gigabytes. */
    static final int MOST_BYTES = 1 << 16;

    private ServiceFile() {}

    /** Returns the names in a service file. */
    static List<String> names(byte[] content) {
        return new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    /** Returns true for a file that was probably meant to be the service file, but is not where it belongs. */
    static boolean isMisplaced(String entry) {
        return entry.contains("reason4j")
                && !entry.equals(NAME)
                && (entry.endsWith("/" + Plugin.class.getName())
                        || entry.equals(Plugin.class.getName())
                        || entry.endsWith("." + Plugin.class.getName())
                        || entry.equalsIgnoreCase(NAME)
                        || entry.startsWith(DIRECTORY + "org.reason4j."));
    }
}
