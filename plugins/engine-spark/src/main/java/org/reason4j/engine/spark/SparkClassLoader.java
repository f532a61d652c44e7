package org.reason4j.engine.spark;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/** The classes of a Spark installation and of this jar; of the host, those of the API and the JDK alone. */
final class SparkClassLoader extends URLClassLoader {

    private static final String API = "org.reason4j.api.";

    private final ClassLoader host;

    static {
        registerAsParallelCapable();
    }

    private SparkClassLoader(URL[] jars, ClassLoader host) {
        super("spark", jars, ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    /**
     * Opens the jars of an installation.
     *
     * @throws ConfigException if they can't be listed
     */
    static SparkClassLoader of(Path home) {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(home.resolve("jars"), "*.jar")) {
            jars.add(url(ownJar()));
            for (Path jar : found) {
                jars.add(url(jar));
            }
        } catch (IOException e) {
            throw new ConfigException("The jars of Spark in " + home + " can't be listed: " + e, e);
        }
        return new SparkClassLoader(jars.toArray(URL[]::new), SparkClassLoader.class.getClassLoader());
    }

    /** The jar, or directory of classes, that this class is of. */
    static Path ownJar() {
        @Nullable
        CodeSource source = SparkClassLoader.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("The engine's classes are of no jar");
        }
        try {
            URI place = source.getLocation().toURI();
            return Path.of(place);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of the engine's jar is no path: " + source.getLocation(), e);
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.startsWith(API) ? host.loadClass(name) : super.loadClass(name, resolve);
    }
}
