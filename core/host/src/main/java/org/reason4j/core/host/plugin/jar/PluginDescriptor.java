package org.reason4j.core.host.plugin.jar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import org.reason4j.core.host.config.tree.NearMiss;

/**
 * What a plugin's jar says about itself in the main attributes of its manifest.
 *
 * @param id {@code Plugin-Id}: lower-case letters, digits and dashes
 * @param version {@code Plugin-Version}
 * @param requiresApi {@code Requires-Api}: versions of the API that it works with
 * @param builtWithApi {@code Built-With-Api}: version of the API that it was compiled against
 * @param license {@code Plugin-License}
 * @param url {@code Plugin-Url}: its home page
 * @param description {@code Plugin-Description}: one sentence
 */
public record PluginDescriptor(
        String id,
        SemanticVersion version,
        VersionRange requiresApi,
        Optional<SemanticVersion> builtWithApi,
        Optional<String> license,
        Optional<String> url,
        Optional<String> description) {

    static final String ID = "Plugin-Id";
    static final String VERSION = "Plugin-Version";
    static final String REQUIRES_API = "Requires-Api";
    private static final String BUILT_WITH_API = "Built-With-Api";
    private static final String LICENSE = "Plugin-License";
    private static final String URL = "Plugin-Url";
    private static final String DESCRIPTION = "Plugin-Description";

    private static final List<String> KNOWN =
            List.of(ID, VERSION, REQUIRES_API, BUILT_WITH_API, LICENSE, URL, DESCRIPTION);
    private static final String CURE =
            " The plugin parent of reason4j writes it; other builds set it in the configuration of the jar task.";
    private static final int LONGEST = 1000;

    /** Form of an id. */
    public static final String ID_FORM = "[a-z0-9-]+";

    /** Returns true if a manifest says that its jar is a plugin, well or badly. */
    static boolean isIn(Attributes manifest) {
        return List.of(ID, VERSION, REQUIRES_API, BUILT_WITH_API).stream()
                .anyMatch(name -> manifest.getValue(name) != null);
    }

    /** Reads a descriptor; every problem is added to the list, and the result is empty if there was one. */
    static Optional<PluginDescriptor> read(Attributes manifest, List<String> problems) {
        int before = problems.size();
        checkNames(manifest, problems);
        Optional<String> id = required(manifest, ID, "the plugin's name for aliases, such as 'my-rewards'", problems);
        id.filter(found -> !found.matches(ID_FORM))
                .ifPresent(found -> problems.add(ID + " is '" + found
                        + "', expected lower-case letters, digits and dashes. Rename it in the manifest."));
        Optional<SemanticVersion> version = required(manifest, VERSION, "a semantic version such as '1.2.0'", problems)
                .flatMap(text -> version(VERSION, text, problems));
        Optional<VersionRange> range = required(
                        manifest,
                        REQUIRES_API,
                        "the versions of reason4j-api that it works with, such as '>=1.0 <2'",
                        problems)
                .flatMap(text -> range(text, problems));
        Optional<SemanticVersion> built =
                optional(manifest, BUILT_WITH_API, problems).flatMap(text -> version(BUILT_WITH_API, text, problems));
        Optional<String> license = optional(manifest, LICENSE, problems);
        Optional<String> url = optional(manifest, URL, problems);
        url.filter(text -> !text.matches("https?://\\S+"))
                .ifPresent(text -> problems.add(URL + " is '" + text
                        + "', expected an address that begins with https:// or http://. Correct it."));
        Optional<String> description = optional(manifest, DESCRIPTION, problems);
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new PluginDescriptor(
                        id.orElseThrow(),
                        version.orElseThrow(),
                        range.orElseThrow(),
                        built,
                        license,
                        url,
                        description));
    }

    /** Names of attributes that look like ours but are not: a slip would otherwise go unnoticed. */
    private static void checkNames(Attributes manifest, List<String> problems) {
        for (Object key : manifest.keySet()) {
            String name = key.toString();
            String lower = name.toLowerCase(Locale.ROOT);
            boolean ours =
                    lower.startsWith("plugin-") || lower.startsWith("requires-") || lower.startsWith("built-with-");
            if (ours && KNOWN.stream().noneMatch(name::equalsIgnoreCase)) {
                problems.add("The manifest has the unknown attribute '" + name + "'."
                        + NearMiss.of(name, KNOWN)
                                .map(near -> " Did you mean '" + near + "'?")
                                .orElse("")
                        + " Known are " + String.join(", ", KNOWN) + ". Correct it or take it out.");
            }
        }
    }

    private static Optional<String> required(Attributes manifest, String name, String meaning, List<String> problems) {
        if (manifest.getValue(name) == null) {
            problems.add("Its manifest lacks " + name + ", " + meaning + "." + CURE);
            return Optional.empty();
        }
        return optional(manifest, name, problems);
    }

    private static Optional<String> optional(Attributes manifest, String name, List<String> problems) {
        Optional<String> value = Optional.ofNullable(manifest.getValue(name)).map(String::strip);
        if (value.isPresent() && value.get().isEmpty()) {
            if (isRequired(name)) {
                problems.add(name + " is empty. Give it a value.");
            }
            return Optional.empty(); // a build that fills in properties can't leave out an attribute that has none
        }
        if (value.isPresent() && (value.get().contains("${") || value.get().contains("@{"))) {
            problems.add(name + " is '" + value.get()
                    + "': the build did not replace its property. Define the property or write the value.");
            return Optional.empty();
        }
        if (value.isPresent() && value.get().length() > LONGEST) {
            problems.add(name + " is " + value.get().length() + " characters long, expected at most " + LONGEST
                    + ". Shorten it.");
            return Optional.empty();
        }
        return value;
    }

    private static boolean isRequired(String name) {
        return List.of(ID, VERSION, REQUIRES_API).contains(name);
    }

    private static Optional<SemanticVersion> version(String name, String text, List<String> problems) {
        Optional<SemanticVersion> version = SemanticVersion.parse(text);
        if (version.isEmpty()) {
            problems.add(name + " is '" + text
                    + "', expected a semantic version: three numbers, such as '1.2.0' or '1.2.0-rc.1'. Correct it.");
        }
        return version;
    }

    private static Optional<VersionRange> range(String text, List<String> problems) {
        try {
            return Optional.of(VersionRange.parse(text));
        } catch (IllegalArgumentException e) {
            problems.add(REQUIRES_API + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The optional attributes that are there, by their names in the manifest. */
    public Map<String, String> extras() {
        Map<String, String> extras = new LinkedHashMap<>();
        builtWithApi.ifPresent(built -> extras.put(BUILT_WITH_API, built.toString()));
        license.ifPresent(text -> extras.put(LICENSE, text));
        url.ifPresent(text -> extras.put(URL, text));
        description.ifPresent(text -> extras.put(DESCRIPTION, text));
        return extras;
    }
}
