package org.reason4j.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
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
        System.setProperty("reason4j.home", home.toString());
        try {
            assertThat(host.plugins.directories()).containsExactly(plugins, home.resolve("mine"));
        } finally {
            System.clearProperty("reason4j.home");
        }
    }

    @Test
    void outsideTheProductThereIsNoDirectoryUnlessOneIsNamed() {
        Host host = new Host();
        new CommandLine(host).parseArgs();
        assertThat(host.plugins.directories()).isEmpty();
    }
}
