package org.reason4j.engine.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/** The programs of an executor, one per run, each with a class loader that has its jars and the JDK alone. */
final class Programs {

    private static final Map<String, Programs> OPEN = new ConcurrentHashMap<>();

    private final Object program;
    private final Method run;
    private final ClassLoader classes;

    private Programs(WorkerCall.Program wanted) {
        try {
            Path directory = directory(wanted);
            Path home = wanted.install().isEmpty() ? directory : Path.of(wanted.install());
            classes = new URLClassLoader("run", jars(home.resolve("lib")), ClassLoader.getPlatformClassLoader());
            Thread thread = Thread.currentThread();
            @Nullable ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(classes);
            try {
                Class<?> type = Class.forName(wanted.type(), true, classes);
                run = type.getMethod("run", String.class, byte[].class, LongFunction.class);
                program = type.getConstructor(byte[].class, Path.class).newInstance(wanted.setup(), directory);
            } finally {
                thread.setContextClassLoader(before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files of a worker can't be put together", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("A worker can't begin: " + e.getTargetException(), e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A worker has no program " + wanted.type() + ": " + e, e);
        }
    }

    /** The program of a run, made by its first task. */
    static Programs of(WorkerCall.Program wanted) {
        return OPEN.computeIfAbsent(wanted.run(), run -> new Programs(wanted));
    }

    /** A directory in which fetched files have the names that they had been given. */
    private static Path directory(WorkerCall.Program wanted) throws IOException {
        Path directory = Files.createTempDirectory(Path.of(SparkFiles.getRootDirectory()), "worker");
        for (Map.Entry<String, String> file : wanted.files().entrySet()) {
            Path place = directory.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(place.getParent(), "a file is in a directory"));
            Path fetched = Path.of(SparkFiles.get(file.getValue()));
            try {
                Files.createLink(place, fetched);
            } catch (IOException | UnsupportedOperationException e) { // a file system without links
                Files.copy(fetched, place);
            }
        }
        return directory;
    }

    private static URL[] jars(Path lib) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(lib, "*.jar")) {
            for (Path jar : found) {
                jars.add(jar.toUri().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }

    byte[] run(String stage, byte[] item, LongFunction<byte[]> shared) throws Exception {
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return (byte[]) run.invoke(program, stage, item, shared);
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            // the driver has none of the classes that the cause may be of
            throw new IllegalStateException(String.valueOf(e.getTargetException()));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
