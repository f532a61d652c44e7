package org.reason4j.core.host.plugin.jar;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;

/**
 * What a jar of a plugin holds, as far as it matters for loading.
 *
 * @param jar the jar
 * @param manifest main attributes; empty ones if there is no manifest
 * @param service names in its service file; absent if it has none
 * @param classes names of its classes
 * @param nested entries that are jars themselves, which Java does not look into
 * @param problems sentences about what is wrong
 */
record JarContent(
        StoredJar jar,
        Attributes manifest,
        Optional<List<String>> service,
        Set<String> classes,
        List<String> nested,
        List<String> problems) {

    boolean hasDescriptor() {
        return PluginDescriptor.isIn(manifest);
    }
}
