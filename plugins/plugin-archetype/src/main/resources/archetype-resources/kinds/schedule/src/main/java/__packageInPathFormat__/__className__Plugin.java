package ${package};

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the sampling schedule {@code ${artifactId}}. */
public final class ${className}Plugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.schedule("${artifactId}", ${className}Config.DEFAULTS, ${className}.class);
    }
}
