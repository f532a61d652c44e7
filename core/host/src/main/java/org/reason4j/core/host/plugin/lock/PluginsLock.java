package org.reason4j.core.host.plugin.lock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.formats.file.SealedJson;
import org.reason4j.core.formats.file.Sha256;
import org.reason4j.core.host.plugin.jar.PluginDirectories;

/**
 * What {@code plugins install} put into a plugin directory, as its {@code plugins.lock.json} says: one folder per unit, and the
 * hash of each file. Other files of the directory are not in it.
 *
 * @param directory the plugin directory
 * @param units in the order of their folders' names
 */
public record PluginsLock(Path directory, List<Unit> units) {

    /** Name of the file. */
    public static final String FILE = PluginDirectories.LOCK_FILE;

    private static final String REMEDY =
            "Put it back as it was written, or delete it and every folder that was installed, and"
                    + " install the plugins again.";

    public PluginsLock {
        units = units.stream().sorted(Comparator.comparing(Unit::folder)).toList();
    }

    /**
     * A plugin with its libraries.
     *
     * @param folder name of its folder, which is the artifact's
     * @param coordinates {@code GROUP:ARTIFACT:VERSION}
     * @param id of the plugin
     * @param files main jar first
     */
    public record Unit(String folder, String coordinates, String id, List<Entry> files) {

        public Unit {
            files = List.copyOf(files);
        }

        /** {@code GROUP:ARTIFACT} of its coordinates. */
        public String artifact() {
            return coordinates.substring(0, coordinates.lastIndexOf(':'));
        }
    }

    /**
     * A file of a unit.
     *
     * @param path below the unit's folder, with slashes
     * @param coordinates {@code GROUP:ARTIFACT:EXTENSION[:CLASSIFIER]:VERSION}
     * @param sha256 hash of its content
     * @param repository where it came from
     */
    public record Entry(String path, String coordinates, String sha256, String repository) {}

    /**
     * Reads a directory's file; a directory without one has no units.
     *
     * @throws ConfigException if it is not as it was written
     */
    public static PluginsLock of(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return new PluginsLock(directory, List.of());
        }
        List<Unit> units = new ArrayList<>();
        for (JsonValue unit : SealedJson.read(file, REMEDY).get("plugins").list()) {
            List<Entry> files = new ArrayList<>();
            for (JsonValue entry : unit.get("files").some()) {
                files.add(new Entry(
                        inside(entry.get("path")),
                        entry.get("coordinates").text(),
                        entry.get("sha256").text(),
                        entry.get("repository").text()));
            }
            units.add(new Unit(
                    inside(unit.get("folder")),
                    unit.get("coordinates").text(),
                    unit.get("id").text(),
                    files));
        }
        return new PluginsLock(directory, units);
    }

    /** A path that stays below the directory that it is resolved against. */
    private static String inside(JsonValue value) {
        Path path = Path.of(value.text());
        boolean below = !path.isAbsolute()
                && !value.text().isBlank()
                && path.equals(path.normalize())
                && !path.startsWith("..");
        if (!below) {
            throw value.wrong("a path below the plugin directory");
        }
        return value.text();
    }

    /** Writes the file. */
    public void write() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode list = root.putArray("plugins");
        for (Unit unit : units) {
            ObjectNode target = list.addObject()
                    .put("folder", unit.folder())
                    .put("coordinates", unit.coordinates())
                    .put("id", unit.id());
            ArrayNode files = target.putArray("files");
            unit.files()
                    .forEach(entry -> files.addObject()
                            .put("path", entry.path())
                            .put("coordinates", entry.coordinates())
                            .put("sha256", entry.sha256())
                            .put("repository", entry.repository()));
        }
        SealedJson.write(directory.resolve(FILE), root);
    }

    /** The unit in a folder. */
    public Optional<Unit> inFolder(String folder) {
        return units.stream().filter(unit -> unit.folder().equals(folder)).findFirst();
    }

    /** The units that a user means by a plugin's id, an artifact's name or {@code GROUP:ARTIFACT}. */
    public List<Unit> named(String name) {
        return units.stream()
                .filter(unit -> name.equals(unit.id()) || name.equals(unit.folder()) || name.equals(unit.artifact()))
                .toList();
    }

    /** The same with a unit in the place of the one of its folder, if any. */
    public PluginsLock with(Unit unit) {
        return new PluginsLock(
                directory,
                Stream.concat(without(unit.folder()).units().stream(), Stream.of(unit))
                        .toList());
    }

    /** The same without the unit of a folder. */
    public PluginsLock without(String folder) {
        return new PluginsLock(
                directory,
                units.stream().filter(unit -> !unit.folder().equals(folder)).toList());
    }

    /** Says how a unit's folder differs from what was installed; nothing where it does not. */
    public List<String> changes(Unit unit) {
        Path root = directory.resolve(unit.folder());
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return List.of("the folder is missing");
        }
        try (Stream<Path> tree = Files.walk(root)) {
            TreeSet<String> found = new TreeSet<>();
            tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .forEach(path -> found.add(root.relativize(path).toString().replace('\\', '/')));
            List<String> changes = new ArrayList<>();
            for (Entry entry : unit.files()) {
                if (!found.remove(entry.path())) {
                    changes.add(entry.path() + " is missing");
                } else if (!Sha256.of(root.resolve(entry.path())).equals(entry.sha256())) {
                    changes.add(entry.path() + " has other content than was installed");
                }
            }
            found.forEach(path -> changes.add(path + " was added"));
            return changes;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + root, e);
        }
    }

    /** The unit that a jar or a folder belongs to, by the file beside its folder; empty where there is none or it is damaged. */
    static Optional<Unit> holding(Path place) {
        Path folder = Files.isDirectory(place) ? place : place.toAbsolutePath().getParent();
        Path directory = folder == null ? null : folder.toAbsolutePath().getParent();
        if (folder == null || directory == null) {
            return Optional.empty();
        }
        try {
            return of(directory).inFolder(String.valueOf(folder.getFileName()));
        } catch (ConfigException e) {
            return Optional.empty(); // commands about plugins tell it; a run does without the coordinates
        }
    }
}
