package org.reason4j.installer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How Maven repositories are reached.
 *
 * @param settings the Maven settings; empty for {@code ~/.m2/settings.xml}
 * @param repositories directories or URLs to ask first
 * @param product the product's own repository, where there is one
 * @param offline whether no server is asked
 */
public record MavenAccess(Optional<Path> settings, List<String> repositories, Optional<Path> product, boolean offline) {

    public MavenAccess {
        repositories = List.copyOf(repositories);
    }

    MavenClient open() {
        return new MavenClient(MavenSettings.read(settings), repositories, product, offline);
    }
}
