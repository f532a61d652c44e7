package ${package};

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the guard {@code ${artifactId}}. */
public final class ${className}Plugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.guard("${artifactId}", ${className}Config.DEFAULTS, ${className}.class);
    }
}
