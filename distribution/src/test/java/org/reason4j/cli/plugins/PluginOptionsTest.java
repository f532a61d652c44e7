package org.reason4j.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.reason4j.api.plugin.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PluginOptionsTest {

    @TempDir
    Path home;

    @Command
    private static final class Host {
        @Mixin
        private PluginOptions plugins;
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void thePluginsOfTheProductComeBeforeThoseOfOtherDirectories() throws Exception {
        Path plugins = Files.createDirectory(home.resolve("plugins"));
        Host host = new Host();
        new CommandLine(host).parseArgs("--plugin-dir", home.resolve("mine").toString());
        assertThat(directories(host, Optional.of(home))).containsExactly(plugins, home.resolve("mine"));
    }

    @Test
    void outsideTheProductThereIsNoDirectoryUnlessOneIsNamed() {
        Host host = new Host();
        new CommandLine(host).parseArgs();
        assertThat(directories(host, Optional.empty())).isEmpty();
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void theUsersDirectoryIsBelowItsHomeUnlessTheEnvironmentNamesAnother() {
        assertThat(PluginOptions.ofUser(Map.of()))
                .contains(Path.of(System.getProperty("user.home"), ".reason4j", "plugins"));
        assertThat(PluginOptions.ofUser(Map.of(PluginOptions.PLUGINS, home.toString())))
                .contains(home);
        assertThatThrownBy(() -> PluginOptions.ofUser(
                        Map.of(PluginOptions.PLUGINS, home.resolve("none").toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("none', named by", PluginOptions.PLUGINS);
    }

    /** Those of the product and of the command line: the user's depends on who runs the test. */
    private static List<Path> directories(Host host, Optional<Path> home) {
        String before = System.getProperty("reason4j.home");
        try {
            home.ifPresentOrElse(
                    path -> System.setProperty("reason4j.home", path.toString()),
                    () -> System.clearProperty("reason4j.home"));
            Optional<Path> user = PluginOptions.ofUser(System.getenv());
            return host.plugins.directories().stream()
                    .filter(directory -> !user.equals(Optional.of(directory)))
                    .toList();
        } finally {
            if (before == null) {
                System.clearProperty("reason4j.home");
            } else {
                System.setProperty("reason4j.home", before);
            }
        }
    }
}
