package org.reason4j.dataset.duckdb;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;

/** The files that a path stands for. */
final class TableFiles {

    private static final int LISTED = 10;
    private static final int DEPTH = 16; // of folders below the fixed part of a pattern
    private static final Pattern WILD = Pattern.compile("[*?\\[{]");

    private TableFiles() {}

    /**
     * Returns a file, or those of a pattern in the order of their names; links are followed.
     *
     * @throws ConfigException if there is none
     */
    static List<Path> of(String path) {
        Matcher wild = WILD.matcher(path);
        if (!wild.find() || Files.isRegularFile(Path.of(path))) {
            return List.of(file(Path.of(path)));
        }
        String fixed = path.substring(0, path.lastIndexOf('/', wild.start()) + 1); // before the part with a wildcard
        Path root = Path.of(fixed);
        check(Files.isDirectory(root), "%s: no such directory %s; expected files that match the pattern", path, root);
        List<Path> files = matching(root, path.substring(fixed.length()));
        if (files.isEmpty()) {
            throw new ConfigException(path + ": no file matches; " + root + " has " + content(root));
        }
        return files;
    }

    private static Path file(Path file) {
        if (Files.isDirectory(file)) {
            firstArrow(file).ifPresent(Format.AUTO::of); // refuses it, and says what to do
            throw new ConfigException(file + ": a directory, expected a file or a pattern such as "
                    + file.resolve("train-*.parquet") + "; it has " + content(file));
        }
        check(
                Files.isRegularFile(file),
                "%s: no such file. A dataset of the Hub is downloaded by 'hf download --repo-type dataset NAME'.",
                file);
        return file;
    }

    /** An Arrow file of a directory that the Python library datasets keeps or wrote. */
    private static Optional<Path> firstArrow(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".arrow"))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            throw new ConfigException(directory + ": can't be searched: " + e.getMessage(), e);
        }
    }

    private static List<Path> matching(Path root, String pattern) {
        PathMatcher matcher = root.getFileSystem().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.walk(root, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> matcher.matches(root.relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigException(root + ": can't be searched: " + e.getMessage(), e);
        }
    }

    private static String content(Path directory) {
        try (Stream<Path> entries = Files.walk(directory, 3, FileVisitOption.FOLLOW_LINKS)) {
            List<String> files = entries.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .limit(LISTED + 1L)
                    .toList();
            return files.isEmpty()
                    ? "no files"
                    : String.join(", ", files.subList(0, Math.min(LISTED, files.size())))
                            + (files.size() > LISTED ? ", ..." : "");
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigException(directory + ": can't be searched: " + e.getMessage(), e);
        }
    }
}
