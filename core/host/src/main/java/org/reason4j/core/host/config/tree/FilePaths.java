package org.reason4j.core.host.config.tree;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.HubCache;

/**
 * Makes relative file names absolute: those of a recipe start at its own directory, those of arguments and environment
 * variables at the working directory.
 *
 * <p>File names are {@code model.path}, {@code model.create.config}, {@code model.create.tokenizer}, {@code
 * preference.path}, {@code stages[N].recipe} and {@code learners[N].recipe} with those within and, in a plugin's settings, every text whose key is {@code
 * path} or ends in {@code Path}. Addresses such as {@code https://...} stay. A name of the Hub, {@code ORG/NAME}, becomes the
 * place where Hugging Face's tools have put what it names, unless there is such a file.
 */
public final class FilePaths {

    private static final Set<String> OF_MODEL =
            Set.of("model.path", "model.create.config", "model.create.tokenizer", "preference.path");
    private static final Pattern NESTED = Pattern.compile("(?:stages|learners)\\[\\d+]\\.recipe");
    private static final Pattern OF_NESTED = Pattern.compile("^" + NESTED + "\\.");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private static final Pattern DATASET =
            Pattern.compile("(?:data\\.(?:train|evaluation)|supervised\\.data)\\.config\\..*");

    private final HubCache downloads;

    /** Makes file names absolute, and finds what was downloaded. */
    public FilePaths(HubCache downloads) {
        this.downloads = downloads;
    }

    /** Returns a part of a recipe with absolute file names; {@code path} is its place. */
    public Node absolute(Node node, String path, Path directory) {
        if (node instanceof Node.Fields fields) {
            Map<String, Node> entries = new LinkedHashMap<>();
            fields.entries()
                    .forEach((key, value) -> entries.put(key, absolute(value, ConfigPath.child(path, key), directory)));
            return new Node.Fields(entries, fields.origin());
        }
        if (node instanceof Node.Items items) {
            List<Node> entries = new ArrayList<>();
            for (Node entry : items.entries()) {
                entries.add(absolute(entry, ConfigPath.child(path, entries.size()), directory));
            }
            return new Node.Items(entries, items.origin());
        }
        Node.Scalar scalar = (Node.Scalar) node;
        if (isFile(path)
                && scalar.value() instanceof String text
                && !text.isBlank()
                && !ADDRESS.matcher(text).matches()) {
            String resolved = resolved(text, path, directory, scalar.origin());
            Optional<String> downloaded = downloaded(resolved, text, path, directory);
            return downloaded
                    .map(place -> new Node.Scalar(place, place, scalar.origin(), scalar.template()))
                    .orElseGet(() ->
                            new Node.Scalar(resolved, resolved, scalar.origin(), template(scalar, text, directory)));
        }
        return node;
    }

    /** The place of what a name of the Hub means, where it has been downloaded. */
    private Optional<String> downloaded(String resolved, String text, String path, Path directory) {
        HubCache.Kind kind =
                DATASET.matcher(OF_NESTED.matcher(path).replaceFirst("")).matches()
                        ? HubCache.Kind.DATASET
                        : HubCache.Kind.MODEL;
        return downloads
                .find(kind, directory, text)
                .map(place -> place.toAbsolutePath().normalize().toString())
                .filter(place -> !place.equals(resolved));
    }

    /** The text with placeholders that gives the same file wherever it is read. */
    private static @Nullable String template(Node.Scalar scalar, String text, Path directory) {
        String template = scalar.template();
        return template == null || Path.of(text).isAbsolute()
                ? template
                : Placeholders.escaped(directory.toAbsolutePath().toString()) + "/" + template;
    }

    private static String resolved(String text, String path, Path directory, SettingOrigin origin) {
        try {
            return directory.resolve(text).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            throw new ConfigException(
                    origin + ": " + path + ": not the name of a file on this system: " + e.getReason(), e);
        }
    }

    private static boolean isFile(String path) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        return OF_MODEL.contains(OF_NESTED.matcher(path).replaceFirst(""))
                || NESTED.matcher(path).matches()
                || path.contains(".config.") && (key.equals("path") || key.endsWith("Path") || key.endsWith("-path"));
    }
}
