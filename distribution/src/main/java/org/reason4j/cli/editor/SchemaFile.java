package org.reason4j.cli.editor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.documentation.RecipeSchema;
import org.reason4j.core.host.plugin.PluginRegistry;

/** The schema of recipes in a file, and the comment by which a recipe names it to editors. */
public final class SchemaFile {

    /** Name of the file beside recipes. */
    public static final String NAME = "reason4j.schema.json";

    private static final String COMMENT = "# yaml-language-server: $schema=";

    private SchemaFile() {}

    /** Writes the schema of recipes that may name what a registry holds. */
    static void write(Path file, PluginRegistry registry) {
        DurableFiles.write(file, RecipeSchema.of(registry) + "\n");
    }

    /** Writes the schema beside a recipe that is about to be written, and returns the recipe with its first line. */
    public static String beside(Path recipe, String text, PluginRegistry registry) {
        write(DurableFiles.directoryOf(recipe).resolve(NAME), registry);
        return COMMENT + NAME + "\n" + text;
    }

    /** Puts the comment that editors read above a recipe, unless it has one. */
    static boolean name(Path recipe, Path schema) {
        try {
            String text = Files.readString(recipe);
            if (text.lines().anyMatch(line -> line.startsWith(COMMENT))) {
                return false;
            }
            Path from = DurableFiles.directoryOf(recipe).toAbsolutePath().normalize();
            String place = from.relativize(schema.toAbsolutePath().normalize())
                    .toString()
                    .replace('\\', '/');
            DurableFiles.write(recipe, COMMENT + place + "\n" + text);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + recipe, e);
        }
    }
}
