package org.reason4j.core.host.plugin.jar;

import java.nio.file.Path;

/**
 * A jar of a plugin and the copy of it that is opened.
 *
 * @param source where it was found
 * @param copy its copy in the cache; nobody overwrites that
 * @param sha256 digest of both in hexadecimal
 */
public record StoredJar(Path source, Path copy, String sha256) {

    /** Its file name. */
    public String name() {
        return String.valueOf(source.getFileName());
    }
}
