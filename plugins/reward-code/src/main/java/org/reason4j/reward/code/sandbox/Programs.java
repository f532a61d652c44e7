package org.reason4j.reward.code.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the machine. */
public final class Programs {

    private static final List<String> ALWAYS = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Programs() {}

    /** The first program of that name. */
    public static Optional<Path> find(String name) {
        return all(name).stream().findFirst();
    }

    /** All programs of that name, or the one at that path, in the order of {@code PATH}. */
    public static List<Path> all(String name) {
        if (name.contains("/")) {
            return Stream.of(Path.of(name)).filter(Files::isExecutable).toList();
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":", -1)).filter(entry -> entry.startsWith("/")), ALWAYS.stream())
                .distinct()
                .map(entry -> Path.of(entry, name))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .toList();
    }
}
