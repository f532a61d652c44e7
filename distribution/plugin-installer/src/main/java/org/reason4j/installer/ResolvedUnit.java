package org.reason4j.installer;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of a plugin, in the local repository.
 *
 * @param files main jar first
 */
record ResolvedUnit(List<File> files) {

    ResolvedUnit {
        files = List.copyOf(files);
    }

    /**
     * One of the files.
     *
     * @param path its place below the plugin's folder
     * @param coordinates {@code GROUP:ARTIFACT:EXTENSION[:CLASSIFIER]:VERSION}
     * @param file where it is now
     * @param repository where it came from
     */
    record File(String path, String coordinates, Path file, String repository) {}

    /** Number of files beside the main jar. */
    int libraries() {
        return files.size() - 1;
    }
}
