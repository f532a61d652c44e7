package org.reason4j.core.host.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.tree.YamlCheck;

/**
 * A recipe as text.
 *
 * @param text YAML
 * @param name what messages call it
 * @param directory where its relative file names start
 */
public record RecipeText(String text, String name, Path directory) {

    private static final Path HERE = Path.of("").toAbsolutePath();

    /** The text of a file, whose directory is the place of relative file names. */
    public static RecipeText of(Path file) {
        return new RecipeText(
                text(file),
                String.valueOf(file.getFileName()),
                Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory"));
    }

    /** YAML; relative file names start at the working directory. */
    public static RecipeText of(String yaml) {
        return new RecipeText(yaml, "recipe", HERE);
    }

    /** Sections by their names, made of maps, lists, text, numbers and truth values, or of records. */
    public static RecipeText of(Map<String, ?> sections) {
        return of(RecipeTree.yaml(RecipeTree.of(sections)));
    }

    /** Records. Their text is taken as it is: it has no placeholders. */
    public static RecipeText of(Recipe recipe) {
        return of(RecipeTree.yaml(RecipeTree.written(RecipeTree.of(recipe), "", Map.of())));
    }

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw new ConfigException(file + ": a directory; expected a recipe in YAML");
        }
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": no such file; expected a recipe in YAML");
        }
        try {
            long size = Files.size(file);
            if (size > YamlCheck.LARGEST) {
                throw new ConfigException(file + ": " + YamlCheck.tooLarge(size, "bytes"));
            }
            return text(file, ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new ConfigException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static String text(Path file, ByteBuffer bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            long line = 1 + decoded.chars().filter(c -> c == '\n').count();
            throw new ConfigException(file + ":" + line + ": not UTF-8 text; save the recipe in that encoding");
        }
        return decoded;
    }
}
