package org.reason4j.core.trainer.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.reason4j.core.formats.file.FieldNames;

/**
 * What reading a whole checkpoint has found.
 *
 * @param checkpoint its directory
 * @param files number of files in the manifest
 * @param bytes of these files
 * @param seconds that reading took
 * @param damages what is wrong, each beginning with the name of a file; none if the checkpoint is whole
 * @param hasManifest false for a checkpoint of a version that wrote none
 */
public record Verification(
        Path checkpoint, int files, long bytes, double seconds, List<String> damages, boolean hasManifest) {

    private static final double GIGA = 1e9;

    /** True if every file is as it was written. */
    public boolean isWhole() {
        return damages.isEmpty();
    }

    /** Name of the checkpoint. */
    public String name() {
        return String.valueOf(checkpoint.getFileName());
    }

    /** The first damages, and how many more there are. */
    public String damage() {
        return FieldNames.some(damages);
    }

    /** Number and size of the files, and the time that reading them took. */
    public String size() {
        String read = String.format(Locale.ROOT, "%d files, %s in %.1f s", files, readable(bytes), seconds);
        return bytes < GIGA ? read : read + String.format(Locale.ROOT, " (%.2f s per GB)", seconds / (bytes / GIGA));
    }

    private static String readable(long bytes) {
        double size = bytes;
        String unit = "bytes";
        for (String larger : List.of("kB", "MB", "GB", "TB")) {
            if (size < 1000) {
                break;
            }
            size /= 1000;
            unit = larger;
        }
        return String.format(Locale.ROOT, unit.equals("bytes") ? "%.0f %s" : "%.1f %s", size, unit);
    }
}
