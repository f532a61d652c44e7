package org.reason4j.environment.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.Plugin;

class McpPluginTest {

    @Test
    void theJarAnnouncesItsPlugin() {
        assertThat(ServiceLoader.load(Plugin.class)).hasExactlyElementsOfTypes(McpPlugin.class);
    }
}
