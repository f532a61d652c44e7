package org.reason4j.core.trainer.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process, native memory included. */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double PER_MEGABYTE = 1 << 20;

    private ResidentMemory() {}

    /** Resident megabytes where the system tells them (Linux), else those of the Java heap. */
    static double megabytes() {
        try {
            if (!Files.isReadable(STATUS)) {
                return (Runtime.getRuntime().totalMemory()
                                - Runtime.getRuntime().freeMemory())
                        / PER_MEGABYTE;
            }
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
