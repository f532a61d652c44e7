package org.reason4j.environment.mcp;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the environment {@code mcp}. */
public final class McpPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.environment("mcp", McpConfig.DEFAULTS, McpTools.class);
    }
}
