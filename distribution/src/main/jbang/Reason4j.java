///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DESCRIPTION Starts an unpacked reason4j with the Java that runs this.

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts the product for people who have no Java of their own: JBang brings one. The product is the directory that {@code
 * REASON4J_PRODUCT} names, or the newest in {@code ~/.reason4j/product}, where its archive was unpacked.
 */
class Reason4j {

    public static void main(String[] arguments) throws Exception {
        Path launcher = launcher(System.getProperty("os.name").startsWith("Windows") ? "reason4j.bat" : "reason4j");
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        // Ctrl-C reaches the product, too, which then says what it kept: this process ends after it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.destroy();
            process.onExit().join();
        }));
        Runtime.getRuntime().halt(process.waitFor());
    }

    private static Path launcher(String name) throws Exception {
        String named = System.getenv("REASON4J_PRODUCT");
        Path place = named == null || named.isBlank()
                ? Path.of(System.getProperty("user.home"), ".reason4j", "product")
                : Path.of(named);
        Path own = place.resolve("bin").resolve(name);
        if (Files.isRegularFile(own)) {
            return own;
        }
        if (Files.isDirectory(place)) {
            try (Stream<Path> unpacked = Files.list(place)) {
                List<Path> found = unpacked.map(directory -> directory.resolve("bin").resolve(name))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found.get(found.size() - 1);
                }
            }
        }
        System.err.println("There is no reason4j in " + place + ". Unpack its archive there, or name its directory in the"
                + " environment variable REASON4J_PRODUCT.");
        System.exit(2);
        return own;
    }
}
