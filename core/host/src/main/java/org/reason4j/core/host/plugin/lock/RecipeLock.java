package org.reason4j.core.host.plugin.lock;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.ApiVersion;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.formats.file.SealedJson;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.plugin.PluginRegistry;

/**
 * What a recipe runs on: versions of reason4j and of the API, and each plugin that it uses.
 *
 * @param reason4j version of reason4j
 * @param api version of {@code reason4j-api}
 * @param plugins used by the recipe
 */
public record RecipeLock(String reason4j, String api, List<UsedPlugin> plugins) {

    private static final String UNKNOWN = "unknown";

    public RecipeLock {
        plugins = List.copyOf(plugins);
    }

    /** What a recipe runs on here and now. */
    public static RecipeLock of(Recipe recipe, PluginRegistry registry) {
        return new RecipeLock(version(), ApiVersion.current(), UsedPlugins.of(recipe, registry));
    }

    private static String version() {
        return Optional.ofNullable(RecipeLock.class.getPackage().getImplementationVersion())
                .orElse(UNKNOWN);
    }

    /** Where the lock of a recipe is kept: {@code NAME.lock.json} beside {@code NAME.yaml}. */
    public static Path beside(Path recipe) {
        String name = String.valueOf(recipe.getFileName()).replaceFirst("\\.[^.]*$", "");
        return recipe.resolveSibling(name + ".lock.json");
    }

    /** Replaces a file. */
    public void write(Path file) {
        ObjectNode root =
                JsonNodeFactory.instance.objectNode().put("reason4j", reason4j).put("api", api);
        ArrayNode list = root.putArray("plugins");
        plugins.forEach(plugin -> plugin.writeTo(list.addObject()));
        SealedJson.write(file, root);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws org.reason4j.api.plugin.ConfigException if there is no such file, or it was changed
     */
    public static RecipeLock read(Path file) {
        check(
                Files.exists(file),
                "There is no lock file %s. Write it with 'reason4j plugins lock RECIPE', or run without --locked.",
                file);
        JsonValue json = SealedJson.read(file, "Write it again with 'reason4j plugins lock RECIPE'.");
        return new RecipeLock(
                json.get("reason4j").text(),
                json.get("api").text(),
                json.get("plugins").list().stream().map(UsedPlugin::read).toList());
    }

    /**
     * Checks that a recipe runs on what this lock says.
     *
     * @param file where the lock was read from, for the message
     * @throws org.reason4j.api.plugin.ConfigException that names every difference
     */
    public void requireSame(RecipeLock now, Path file) {
        List<String> differences = new ArrayList<>();
        differ("reason4j", reason4j, now.reason4j(), differences);
        differ("reason4j-api", api, now.api(), differences);
        differences.addAll(UsedPlugins.differences(plugins, now.plugins()));
        check(
                differences.isEmpty(),
                "This is not what %s locks:%n  %s%n%sOr lock what is installed with 'reason4j plugins lock RECIPE'.",
                file,
                String.join(System.lineSeparator() + "  ", differences),
                installation(now));
    }

    private static void differ(String what, String then, String now, List<String> differences) {
        if (!then.equals(now)) {
            differences.add(what + ": then " + then + ", now " + now);
        }
    }

    /** How to get the plugins that are locked and not here. */
    private String installation(RecipeLock now) {
        List<String> commands = plugins.stream()
                .filter(plugin -> now.plugins().stream().noneMatch(plugin::isSameAs))
                .map(UsedPlugin::installation)
                .toList();
        return commands.isEmpty()
                ? "Use the versions that are locked. "
                : "Install what is locked: " + String.join(", ", commands) + ". ";
    }
}
