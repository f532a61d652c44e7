package org.reason4j.core.host.plugin.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.reason4j.api.plugin.Plugin;

/** Version of the API that runs, as the API's jar says it. */
public final class ApiVersion {

    private static final String FILE = "/META-INF/reason4j/api.properties";
    private static final SemanticVersion RUNNING = read();

    private ApiVersion() {}

    /** Returns the version. */
    public static SemanticVersion running() {
        return RUNNING;
    }

    private static SemanticVersion read() {
        Properties properties = new Properties();
        try (InputStream content = Plugin.class.getResourceAsStream(FILE)) {
            if (content == null) {
                throw new IllegalStateException("The API on the class path has no " + FILE.substring(1)
                        + ". Take reason4j-api as it was published, with its resources.");
            }
            properties.load(content);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " of the API can't be read", e);
        }
        String version = properties.getProperty("version", "");
        return SemanticVersion.parse(version)
                .orElseThrow(() -> new IllegalStateException(
                        FILE + " of the API gives the version '" + version + "', which is not a semantic version"));
    }
}
