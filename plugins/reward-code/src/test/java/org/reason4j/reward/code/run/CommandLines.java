package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Command lines of the machine's processes, words ended by 0. */
final class CommandLines {

    private CommandLines() {}

    /** Returns those that have the word. */
    static List<String> with(String word) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                String command = of(process);
                if (command.contains(word)) {
                    found.add(command);
                }
            }
        }
        return found;
    }

    private static String of(Path process) {
        try {
            return process.getFileName().toString().matches("\\d+") ? Files.readString(process.resolve("cmdline")) : "";
        } catch (IOException e) { // it has ended
            return "";
        }
    }
}
