package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a sandbox shows of the machine: directories and files, all read-only, at the places where they are or at others.
 *
 * <p>{@code /proc} shows the sandbox's own processes. {@code /tmp} is empty, bounded, writable and gone with the sandbox; nothing in it can be executed as a program.
 *
 * @param name a name for messages and directories
 * @param sources place in the sandbox to place on the machine
 * @param links place in the sandbox to target of a symbolic link
 */
public record Room(String name, Map<String, Path> sources, Map<String, String> links) {

    private static final List<String> SYSTEM = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");
    private static final List<String> LIBRARIES = List.of("/lib", "/lib32", "/lib64", "/libx32");
    private static final List<String> CONFIGURATION = List.of("/etc/ld.so.cache", "/etc/alternatives");
    private static final List<String> DEVICES = List.of("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom");

    public Room {
        sources = Map.copyOf(sources);
        links = Map.copyOf(links);
    }

    /** All programs and libraries of the system. */
    public static Room ofSystem(String name) {
        Map<String, Path> sources = new LinkedHashMap<>(Map.of("/usr", Path.of("/usr")));
        return of(name, sources, SYSTEM);
    }

    /** The system's libraries and the given programs: what is not there can't be started. */
    public static Room ofLibraries(String name, List<Path> programs) {
        Map<String, Path> sources = new LinkedHashMap<>();
        for (String library : LIBRARIES) {
            Path place = Path.of("/usr" + library);
            if (Files.isDirectory(place)) {
                sources.put(place.toString(), place);
            }
        }
        programs.forEach(program -> sources.put(program.toString(), program));
        return of(name, sources, LIBRARIES);
    }

    private static Room of(String name, Map<String, Path> sources, List<String> roots) {
        Map<String, String> links = new LinkedHashMap<>();
        for (String root : roots) {
            Path place = Path.of(root);
            if (Files.isSymbolicLink(place)) {
                links.put(root, target(place));
            } else if (Files.isDirectory(place)) {
                sources.put(root, place);
            }
        }
        CONFIGURATION.stream()
                .map(Path::of)
                .filter(Files::isReadable)
                .forEach(file -> sources.put(file.toString(), file));
        links.put("/dev/fd", "/proc/self/fd");
        links.put("/dev/stdin", "/proc/self/fd/0");
        links.put("/dev/stdout", "/proc/self/fd/1");
        links.put("/dev/stderr", "/proc/self/fd/2");
        return new Room(name, sources, links);
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("The link " + link + " can't be read", e);
        }
    }

    /** Returns a room that shows a directory or file more, at its own place. */
    public Room with(Path source) {
        return with(source.toString(), source);
    }

    /** Returns a room that shows a directory or file more, at that place. */
    public Room with(String place, Path source) {
        if (sources.keySet().stream()
                .anyMatch(known ->
                        Path.of(place).startsWith(known) && source.toString().equals(place))) {
            return this;
        }
        Map<String, Path> all = new LinkedHashMap<>(sources);
        all.put(place, source);
        return new Room(name, all, links);
    }

    /** What is seen at a place. */
    Path source(String place) {
        return Objects.requireNonNull(sources.get(place), place);
    }

    /** Places in an order in which each comes after those that contain it. */
    List<String> places() {
        Set<String> sorted = new TreeSet<>(sources.keySet());
        return new ArrayList<>(sorted);
    }

    /** Devices that every sandbox has. */
    static List<String> devices() {
        return DEVICES;
    }
}
