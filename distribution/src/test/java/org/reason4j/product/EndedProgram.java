package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The status of a program that a test ran, and what it printed. */
record EndedProgram(int exitCode, String out, String err) {

    private static final long SECONDS = 240;

    /** Runs a program to its end; files of the directory hold what it prints. */
    static EndedProgram of(ProcessBuilder builder, Path scratch) throws IOException, InterruptedException {
        return within(SECONDS, builder, scratch);
    }

    /** Runs a program to its end, which comes within so many seconds. */
    static EndedProgram within(long seconds, ProcessBuilder builder, Path scratch)
            throws IOException, InterruptedException {
        Path out = scratch.resolve("out.txt");
        Path err = scratch.resolve("err.txt");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                    .as("%s ends", builder.command())
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new EndedProgram(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
