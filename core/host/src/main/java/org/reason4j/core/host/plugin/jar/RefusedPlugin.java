package org.reason4j.core.host.plugin.jar;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Something in a plugin directory that was meant to be a plugin and was not loaded.
 *
 * @param path the jar or the folder
 * @param id of the plugin, where its descriptor could be read
 * @param version of the plugin, likewise
 * @param reasons sentences about what is wrong and how to fix it, at least one
 */
public record RefusedPlugin(Path path, Optional<String> id, Optional<String> version, List<String> reasons) {

    public RefusedPlugin {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException(path + " was refused without a reason");
        }
        reasons = List.copyOf(reasons);
    }

    /** Name of the jar or the folder. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** Its name and every reason: one line for one reason, a list for several. */
    public String message() {
        return reasons.size() == 1
                ? name() + ": " + reasons.get(0)
                : name() + " has " + reasons.size() + " problems:\n  - " + String.join("\n  - ", reasons);
    }
}
