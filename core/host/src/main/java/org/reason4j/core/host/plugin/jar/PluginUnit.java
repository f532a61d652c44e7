package org.reason4j.core.host.plugin.jar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
}
