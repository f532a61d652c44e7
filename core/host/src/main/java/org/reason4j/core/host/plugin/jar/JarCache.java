package org.reason4j.core.host.plugin.jar;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of plugins' jars by the SHA-256 of their content. The copies are opened, so a jar that is overwritten or deleted during
 * a run changes nothing.
 *
 * <p>A copy is compared with its jar before it is used again and replaced if it is damaged. Copies that nobody used for a month are deleted. If
 * the directory can't be written, the copies are in a temporary directory until the cache is closed.
 */
public final class JarCache implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(JarCache.class);
    private static final Duration UNUSED = Duration.ofDays(30);
    private static final Duration FRESH = Duration.ofDays(1);
    private static final String JAR = ".jar";

    private final Path directory;
    private final boolean temporary;

    private JarCache(Path directory, boolean temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    /** Opens the cache in a directory, which is made if need be; a temporary one if that can't be written. */
    public static JarCache in(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "probe", ".tmp"));
        } catch (IOException e) {
            LOG.debug("The plugin cache {} can't be written; a temporary one is used", directory, e);
            return temporary();
        }
        JarCache cache = new JarCache(directory, false);
        cache.deleteUnused();
        return cache;
    }

    /** Makes a cache in the system's directory for temporary files. */
    public static JarCache temporary() {
        try {
            return new JarCache(Files.createTempDirectory("reason4j-plugins"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Copies of the plugins' jars can't be written to " + System.getProperty("java.io.tmpdir")
                            + ". Make it writable, or name another directory with -Djava.io.tmpdir=DIR",
                    e);
        }
    }

    /** Directory of the copies. */
    public Path directory() {
        return directory;
    }

    /**
     * Returns a jar with its copy.
     *
     * @throws IOException if the jar can't be read
     * @throws UncheckedIOException if the copy can't be written
     */
    public StoredJar store(Path jar) throws IOException {
        String digest = sha256(jar);
        Path copy = directory.resolve(digest + JAR);
        if (Files.isRegularFile(copy) && Files.mismatch(jar, copy) == -1) {
            markUsed(copy);
            return new StoredJar(jar, copy, digest);
        }
        try {
            return copy(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The copy of " + jar + " can't be written to " + directory + " (" + e.getMessage()
                            + "). Plugins are opened as copies there; make room or make it writable",
                    e);
        }
    }

    private static String sha256(Path file) throws IOException {
        return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    }

    /** Copies and hashes in one pass: what is hashed is what was copied, even if somebody writes to the jar meanwhile. */
    private StoredJar copy(Path jar) throws IOException {
        Path part = Files.createTempFile(directory, "copy", ".tmp");
        try {
            String digest;
            try (HashingInputStream in = new HashingInputStream(Hashing.sha256(), Files.newInputStream(jar));
                    OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
                digest = in.hash().toString();
            }
            Path copy = directory.resolve(digest + JAR);
            move(part, copy);
            return new StoredJar(jar, copy, digest);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path part, Path copy) throws IOException {
        try {
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Notes the time of use, for {@link #deleteUnused}; once a day is enough. */
    private static void markUsed(Path copy) throws IOException {
        if (age(copy).compareTo(FRESH) > 0) {
            Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
        }
    }

    private static Duration age(Path file) throws IOException {
        return Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
    }

    private void deleteUnused() {
        try {
            for (Path file : files()) {
                if (age(file).compareTo(UNUSED) > 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) { // another process may delete them at the same time; the next start tries again
            LOG.debug("Unused copies in {} are left", directory, e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Deletes a temporary cache. */
    @Override
    public void close() throws IOException {
        if (temporary && Files.exists(directory)) {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }
}
