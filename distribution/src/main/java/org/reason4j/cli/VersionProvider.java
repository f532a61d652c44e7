package org.reason4j.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Output of {@code --version}: the version, from the jar's manifest, and what it runs on. */
final class VersionProvider implements IVersionProvider {

    /** Our version, or why it is not known. */
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(not run from its jar)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"reason4j " + version(), "Java ${java.version} (${java.vendor}), ${os.name} ${os.arch}"};
    }
}
