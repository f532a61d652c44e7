package org.reason4j.core.host.plugin.jar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.stream.Collectors;

/** Decides from the content of its jars whether something in a plugin directory is a plugin, and collects all that is wrong. */
final class UnitChecks {

    private final SemanticVersion api;
    private final List<String> problems = new ArrayList<>();

    /** Result: a unit, or a refusal. */
    record Verdict(Optional<PluginUnit> unit, Optional<RefusedPlugin> refused) {}

    private UnitChecks(SemanticVersion api) {
        this.api = api;
    }

    /**
     * Checks a jar, or the jars of a folder.
     *
     * @param path the jar or the folder
     * @param jars its jars, at least one
     * @param api version of the API that runs
     */
    static Verdict check(Path path, List<JarContent> jars, SemanticVersion api) {
        return new UnitChecks(api).verdict(path, jars);
    }

    private Verdict verdict(Path path, List<JarContent> jars) {
        jars.forEach(jar -> jar.problems().forEach(problem -> add(jars, jar, problem)));
        List<JarContent> described =
                jars.stream().filter(JarContent::hasDescriptor).toList();
        if (described.size() > 1) {
            problems.add(described.stream().map(jar -> jar.jar().name()).collect(Collectors.joining(" and "))
                    + " each have a descriptor, but a folder is one plugin. Put each plugin into a folder of its own.");
        } else if (described.isEmpty() && problems.isEmpty()) {
            problems.add(undescribed(jars));
        }
        Optional<JarContent> main = described.stream().findFirst();
        Optional<PluginDescriptor> descriptor = main.flatMap(jar -> PluginDescriptor.read(jar.manifest(), problems));
        descriptor.filter(found -> !found.requiresApi().includes(api)).ifPresent(found -> problems.add(unfit(found)));
        Optional<String> entry = main.flatMap(jar -> entry(jar, jars));
        if (problems.isEmpty() && main.isPresent() && descriptor.isPresent() && entry.isPresent()) {
            List<StoredJar> libraries = jars.stream()
                    .filter(jar -> !jar.equals(main.get()))
                    .map(JarContent::jar)
                    .toList();
            Optional<String> title = Optional.ofNullable(
                            main.get().manifest().getValue(Attributes.Name.IMPLEMENTATION_TITLE))
                    .filter(text -> !text.isBlank());
            PluginUnit unit = new PluginUnit(path, main.get().jar(), libraries, descriptor.get(), title, entry.get());
            return new Verdict(Optional.of(unit), Optional.empty());
        }
        Optional<String> id = main.map(jar -> jar.manifest().getValue(PluginDescriptor.ID));
        Optional<String> version = main.map(jar -> jar.manifest().getValue(PluginDescriptor.VERSION));
        return new Verdict(
                Optional.empty(),
                Optional.of(new RefusedPlugin(
                        path, id.map(String::strip), version.map(String::strip), List.copyOf(problems))));
    }

    /** In a folder a problem names its jar. */
    private void add(List<JarContent> jars, JarContent jar, String problem) {
        problems.add(jars.size() == 1 ? problem : jar.jar().name() + ": " + problem);
    }

    private static String undescribed(List<JarContent> jars) {
        boolean old = jars.stream().anyMatch(jar -> jar.service().isPresent());
        if (old) {
            return "It has no descriptor: the manifest lacks " + PluginDescriptor.ID + ", " + PluginDescriptor.VERSION
                    + " and " + PluginDescriptor.REQUIRES_API
                    + ". Build it with the parent reason4j-plugin-parent, which writes them, or set them in the"
                    + " configuration of the jar task.";
        }
        return jars.size() == 1
                ? "It is not a plugin: it has no descriptor and names no class in " + ServiceFile.NAME
                        + ". A library belongs into the jar of the plugin that needs it, or beside that in a folder,"
                        + " in lib/."
                : "None of its " + jars.size() + " jars has a descriptor. Put the plugin's jar beside its libraries.";
    }

    private String unfit(PluginDescriptor descriptor) {
        return "It works with reason4j-api " + descriptor.requiresApi() + ", and this one is " + api
                + ". Install a version of the plugin for " + api + ", or another version of reason4j.";
    }

    private Optional<String> entry(JarContent main, List<JarContent> jars) {
        if (main.service().isEmpty()) {
            if (problems.stream().noneMatch(problem -> problem.contains(ServiceFile.NAME))) {
                problems.add("It has no file " + ServiceFile.NAME
                        + ". Put the name of the class that implements Plugin into one.");
            }
            return Optional.empty();
        }
        List<String> names = main.service().get();
        if (names.isEmpty()) {
            problems.add(ServiceFile.NAME + " is empty. Put the name of the class that implements Plugin into it.");
            return Optional.empty();
        }
        if (names.size() > 1) {
            problems.add(ServiceFile.NAME + " names " + names.size() + " classes, " + String.join(" and ", names)
                    + ". A jar is one plugin: let one class register everything.");
            return Optional.empty();
        }
        checkEntry(names.get(0), jars);
        return Optional.of(names.get(0));
    }

    private void checkEntry(String entry, List<JarContent> jars) {
        Set<String> classes = new LinkedHashSet<>();
        jars.forEach(jar -> classes.addAll(jar.classes()));
        if (classes.contains(entry)) {
            return;
        }
        String nested = entry.replaceFirst("\\.([^.]*)$", "\\$$1");
        String hint = classes.stream()
                .filter(type -> type.equalsIgnoreCase(entry) || type.equals(nested))
                .findFirst()
                .map(type -> " Did you mean " + type + "?")
                .orElse("");
        problems.add("The class " + entry + ", named in " + ServiceFile.NAME + ", is not in the jar." + hint
                + " Build the jar again or correct that file.");
    }
}
