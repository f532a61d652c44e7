package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.reason4j.reward.code.sandbox.Programs;

/** JDKs of the machine: a compiler is needed, which a JRE has not. */
final class JavaHomes {

    private JavaHomes() {}

    /** The one that the recipe names; else that of this process, of {@code JAVA_HOME}, and of {@code PATH}. */
    static List<Path> find(String named, List<String> problems) throws IOException {
        Set<Path> homes = new LinkedHashSet<>();
        if (!named.isEmpty()) {
            homes.add(Path.of(named));
        } else {
            homes.add(Path.of(System.getProperty("java.home")));
            Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(homes::add);
            for (Path javac : Programs.all("javac")) {
                Path bin = Objects.requireNonNull(javac.toRealPath().getParent());
                homes.add(Objects.requireNonNull(bin.getParent()));
            }
        }
        Set<Path> found = new LinkedHashSet<>();
        for (Path home : homes) {
            if (Files.isExecutable(home.resolve("bin/javac"))) {
                found.add(home.toRealPath());
            } else {
                problems.add(home + " is no JDK");
            }
        }
        return List.copyOf(found);
    }
}
