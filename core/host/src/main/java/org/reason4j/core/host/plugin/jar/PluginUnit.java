package org.reason4j.core.host.plugin.jar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.formats.file.Sha256;

/**
 * A plugin as it lies in a plugin directory, found sound so far: a jar, or a folder with one jar that has a descriptor and with
 * libraries.
 *
 * @param path the jar or the folder
 * @param main the jar with the descriptor
 * @param libraries further jars of the folder and of its {@code lib/}, by file name
 * @param descriptor what the main jar says about itself
 * @param title {@code Implementation-Title} of the main jar, if it has one
 * @param entry name of the class that its service file names
 */
public record PluginUnit(
        Path path,
        StoredJar main,
        List<StoredJar> libraries,
        PluginDescriptor descriptor,
        Optional<String> title,
        String entry) {

    public PluginUnit {
        libraries = List.copyOf(libraries);
    }

    /** The main jar, then the libraries: the order in which classes are looked for. */
    public List<StoredJar> jars() {
        List<StoredJar> jars = new ArrayList<>(List.of(main));
        jars.addAll(libraries);
        return jars;
    }

    /**
     * Hash of all jars: that of the jar where there is one; else the hash of what {@code sha256sum} prints in the folder for the main
     * jar and the libraries, in the order of {@link #jars}.
     */
    public String sha256() {
        if (libraries.isEmpty()) {
            return main.sha256();
        }
        StringBuilder lines = new StringBuilder();
        for (StoredJar jar : jars()) {
            String place = path.relativize(jar.source()).toString().replace('\\', '/');
            lines.append(jar.sha256()).append("  ").append(place).append('\n');
        }
        return Sha256.of(lines.toString());
    }
}
