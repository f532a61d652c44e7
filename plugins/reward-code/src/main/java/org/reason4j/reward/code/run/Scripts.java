package org.reason4j.reward.code.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The scripts that run programs in a sandbox, from the plugin's jar. */
final class Scripts {

    private static final List<String> NAMES = List.of(
            "driver.sh",
            "program.py",
            "stdin.py",
            "call.py",
            "data.py",
            "serve.py",
            "assertions.py",
            "program.js",
            "stdin.js",
            "call.js",
            "stdin.sh",
            "console.sh",
            "console.py");

    private Scripts() {}

    /** Writes all of them into a directory. */
    static void write(Path directory) throws IOException {
        JobDirectory scripts = new JobDirectory(directory);
        for (String name : NAMES) {
            try (InputStream script = Objects.requireNonNull(Scripts.class.getResourceAsStream(name), name)) {
                scripts.write(name, new String(script.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
