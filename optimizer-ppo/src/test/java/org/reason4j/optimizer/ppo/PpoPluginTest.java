package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.Plugin;

class PpoPluginTest {

    @Test
    void theJarAnnouncesItsPlugin() {
        assertThat(ServiceLoader.load(Plugin.class)).hasExactlyElementsOfTypes(PpoPlugin.class);
    }
}
