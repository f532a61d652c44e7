package org.reason4j.cli.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.installer.MavenAccess;
import picocli.CommandLine.Option;

/** How commands reach Maven repositories: use it as a {@code @Mixin}. */
final class MavenOptions {

    @Option(
            names = "--repository",
            paramLabel = "URL_or_DIR",
            description = "Ask this Maven repository first. ID::URL takes the credentials of that server in the Maven"
                    + " settings. May be given several times.")
    private List<String> repositories = new ArrayList<>();

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Maven settings with mirrors, servers and proxies. Default: ~/.m2/settings.xml.")
    private Optional<Path> settings = Optional.empty();

    @Option(
            names = "--offline",
            description = "Ask no server: take what the local repository and repositories in directories have.")
    private boolean offline;

    MavenAccess access() {
        return new MavenAccess(
                settings, repositories, PluginOptions.product().map(home -> home.resolve("repository")), offline);
    }
}
