package org.reason4j.installer;

import java.nio.file.Path;

/** Decides whether a folder holds a plugin that would be loaded. */
@FunctionalInterface
public interface UnitCheck {

    /**
     * Checks a folder that lies in no plugin directory yet.
     *
     * @return id of the plugin
     * @throws org.reason4j.api.plugin.PluginException with every reason why it would be refused
     */
    String id(Path folder);
}
