package ${package};

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the dataset {@code ${artifactId}}. */
public final class ${className}Plugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.dataset("${artifactId}", ${className}Config.DEFAULTS, ${className}.class);
    }
}
