package ${package};

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the policy optimizer {@code ${artifactId}}. */
public final class ${className}Plugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("${artifactId}", ${className}Config.DEFAULTS, ${className}.class);
    }
}
