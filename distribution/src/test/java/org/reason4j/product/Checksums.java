package org.reason4j.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Checksums of what a run has written. */
final class Checksums {

    private Checksums() {}

    /** Of every file of tensors in a checkpoint, by its place there. */
    static Map<String, Long> ofTensors(Path run, int step) throws IOException {
        Path checkpoint = run.resolve("checkpoints/step-" + step);
        try (Stream<Path> files = Files.walk(checkpoint)) {
            Map<String, Long> checksums = new TreeMap<>();
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".safetensors")).toList()) {
                CRC32 crc = new CRC32();
                crc.update(Files.readAllBytes(file));
                checksums.put(checkpoint.relativize(file).toString(), crc.getValue());
            }
            return checksums;
        }
    }
}
