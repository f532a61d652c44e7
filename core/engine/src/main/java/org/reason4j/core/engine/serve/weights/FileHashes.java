package org.reason4j.core.engine.serve.weights;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.Sha256;

/**
 * SHA-256 of weight files by name: files of a shared directory may be another version's, or not be written to their end where a
 * server reads them.
 */
public final class FileHashes {

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^/\\\\]+)");
    private static final String ENDING = ".safetensors";

    private final Map<String, String> byName;

    private FileHashes(Map<String, String> byName) {
        this.byName = byName;
    }

    /**
     * Reads lines of {@code sha256sum}: 64 hexadecimal digits, two spaces, and the name of a file.
     *
     * @param lines none if the hashes are not known, and every file will do
     * @throws ConfigException if a line is no such one
     */
    public static FileHashes of(List<String> lines) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            check(
                    matcher.matches(),
                    "'%s' is no SHA-256 of a file, expected 64 hexadecimal digits, two spaces and a name, as sha256sum prints"
                            + " them.",
                    line);
            byName.put(matcher.group(2), matcher.group(1));
        }
        return new FileHashes(byName);
    }

    /**
     * Checks the files of a directory.
     *
     * @throws ConfigException if one that is named is missing or has other bytes, or a safetensors file is not named
     */
    void require(Path directory) {
        if (byName.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .forEach(name -> check(
                            byName.containsKey(name),
                            "%s has the file %s, whose hash is not among those of %s. Name all weight files or none.",
                            directory,
                            name,
                            byName.keySet()));
            for (Map.Entry<String, String> each : byName.entrySet()) {
                Path file = directory.resolve(each.getKey());
                check(Files.isRegularFile(file), "%s has no file %s, whose hash was named.", directory, each.getKey());
                String found = Sha256.of(file);
                check(
                        found.equals(each.getValue()),
                        "%s has SHA-256 %s here, expected %s: it is not written to its end, or is another version's. Write it"
                                + " once more, under another name.",
                        file,
                        found,
                        each.getValue());
            }
        } catch (IOException e) {
            throw new ConfigException("Files of " + directory + " can't be read: " + e, e);
        }
    }
}
