package org.reason4j.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The version of this API, which ranges in plugins' manifests ({@code Requires-Api}) are compared with. */
@API(status = Status.STABLE, since = "1.0.0")
public final class ApiVersion {

    private static final String RESOURCE = "/META-INF/reason4j/api.properties";

    private ApiVersion() {}

    /** The version that runs, in the form of Semantic Versioning. */
    public static String current() {
        try (InputStream in = Objects.requireNonNull(ApiVersion.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Properties properties = new Properties();
            properties.load(in);
            return Objects.requireNonNull(properties.getProperty("version"), RESOURCE + " has no version");
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " of reason4j-api can't be read", e);
        }
    }
}
