package org.reason4j.core.formats.huggingface;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;

/**
 * Models and datasets that Hugging Face's own tools have downloaded from their Hub: {@code models--ORG--NAME/snapshots/REVISION}
 * has the files of a revision, and {@code refs/main} says which one is the newest. It is read, never filled.
 */
public final class HubCache {

    /** Kinds of things on the Hub. */
    public enum Kind {
        MODEL("models", ""),
        DATASET("datasets", "--repo-type dataset ");

        private final String folder;
        private final String option;

        Kind(String folder, String option) {
            this.folder = folder;
            this.option = option;
        }

        private String download(String name) {
            return "hf download " + option + name;
        }
    }

    private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final Pattern NAME = Pattern.compile(
            "(?<org>" + PART + ")/(?<name>" + PART + ")(?:@(?<revision>[A-Za-z0-9._-]+))?(?<rest>/.*)?");

    private static final Pattern FOLDER =
            Pattern.compile("(?:models|datasets)--(?<org>[A-Za-z0-9._-]+?)--(?<name>[A-Za-z0-9._-]+)");

    private final Path root;

    private HubCache(Path root) {
        this.root = root;
    }

    /** The cache that these variables name, as Hugging Face's tools find it. */
    public static HubCache of(Map<String, String> environment) {
        return new HubCache(variable(environment, "HF_HUB_CACHE")
                .or(() -> variable(environment, "HUGGINGFACE_HUB_CACHE"))
                .or(() -> variable(environment, "HF_HOME").map(home -> home.resolve("hub")))
                .orElseGet(() -> variable(environment, "XDG_CACHE_HOME")
                        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("huggingface")
                        .resolve("hub")));
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isBlank())
                .map(text -> text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text)
                .map(Path::of);
    }

    /** The cache of this process's environment. */
    public static HubCache ofProcess() {
        return of(System.getenv());
    }

    /**
     * Returns the place that a text names: a file or directory, or else what was downloaded under the name {@code ORG/NAME} or
     * {@code ORG/NAME@REVISION}; of a dataset also files of it, {@code ORG/NAME/main/train-*.parquet}. A model's folder in a
     * cache stands for its newest revision.
     *
     * @param directory where relative file names start
     * @return the place; empty where there is none
     */
    public Optional<Path> find(Kind kind, Path directory, String text) {
        Path place = directory.resolve(text);
        if (Files.exists(place)) {
            return Optional.of(kind == Kind.MODEL ? newest(place).orElse(place) : place);
        }
        Matcher name = NAME.matcher(text);
        if (!name.matches() || kind == Kind.MODEL && name.group("rest") != null) {
            return Optional.empty();
        }
        Path folder = root.resolve(kind.folder + "--" + name.group("org") + "--" + name.group("name"));
        Optional<Path> snapshot = Optional.ofNullable(name.group("revision"))
                .map(revision -> revision(folder, revision))
                .orElseGet(() -> newest(folder));
        return snapshot.map(
                found -> Path.of(found + Optional.ofNullable(name.group("rest")).orElse("")));
    }

    /** Returns a model's directory, where a path may also be its name or its folder in a cache, see {@link #find}. */
    public Path model(Path path) {
        return find(Kind.MODEL, Path.of(""), path.toString()).orElse(path);
    }

    /** The name on the Hub of what a path into a cache leads to, {@code ORG/NAME}. */
    public static Optional<String> name(Path path) {
        for (Path part : path) {
            Matcher folder = FOLDER.matcher(part.toString());
            if (folder.matches()) {
                return Optional.of(folder.group("org") + "/" + folder.group("name"));
            }
        }
        return Optional.empty();
    }

    /** The newest revision in a model's or dataset's folder, or in its {@code snapshots}. */
    private static Optional<Path> newest(Path place) {
        Path folder = place.endsWith("snapshots") && place.getParent() != null ? place.getParent() : place;
        if (!Files.isDirectory(folder.resolve("snapshots"))) {
            return Optional.empty();
        }
        return revision(folder, "main").or(() -> {
            List<Path> all = snapshots(folder);
            return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
        });
    }

    /** The revision of that hash, branch or tag. */
    private static Optional<Path> revision(Path folder, String revision) {
        Path reference = folder.resolve("refs").resolve(revision);
        try {
            String hash =
                    Files.isRegularFile(reference) ? Files.readString(reference).strip() : revision;
            return Optional.of(folder.resolve("snapshots").resolve(hash)).filter(Files::isDirectory);
        } catch (IOException e) {
            throw new ConfigException(reference + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> snapshots(Path folder) {
        try (Stream<Path> all = Files.list(folder.resolve("snapshots"))) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigException(folder + ": can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * The message about a model's directory that is not there. Its last two parts may be a name of the Hub, where the first of
     * them is no directory either.
     */
    ConfigException missing(Path directory) {
        int parts = directory.getNameCount();
        String name = parts < 2 ? "" : directory.getName(parts - 2) + "/" + directory.getFileName();
        boolean named = NAME.matcher(name).matches() && !Files.exists(directory.resolveSibling(""));
        return new ConfigException("No directory " + directory + ", expected a model. "
                + (named
                        ? "A model '" + name + "' of the Hub is not in " + root + " either"
                        : "A model of the Hub is named ORG/NAME, and looked for in " + root)
                + "; '" + Kind.MODEL.download(named ? name : "ORG/NAME") + "' downloads it.");
    }
}
