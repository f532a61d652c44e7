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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/**
 * The program of an executor, that of one run at a time. The programs of all runs share a class loader that has their jars and the JDK
 * alone: a native library is loaded once in a process. A new run ends the program of the one before it.
 */
final class Programs {

    private static final long END_SECONDS = 60;
    private static final Map<String, ClassLoader> LOADERS = new HashMap<>(); // by their jars; guarded by the class
    private static @Nullable Programs open; // guarded by the class

    private final String name;
    private final Object program;
    private final Method run;
    private final Method close;
    private final ClassLoader classes;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock(); // read by tasks, written by the end
    private boolean closed; // guarded by the lock

    private Programs(WorkerCall.Program wanted) {
        name = wanted.run();
        try {
            Path directory = directory(wanted);
            classes = loader(wanted, directory);
            Thread thread = Thread.currentThread();
            @Nullable ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(classes);
            try {
                Class<?> type = Class.forName(wanted.type(), true, classes);
                run = type.getMethod("run", String.class, byte[].class, LongFunction.class);
                close = type.getMethod("close");
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
    static synchronized Programs of(WorkerCall.Program wanted) throws Exception {
        Programs current = open;
        if (current != null && current.name.equals(wanted.run())) {
            return current;
        }
        if (current != null) {
            end(current.name);
        }
        Programs next = new Programs(wanted);
        open = next;
        return next;
    }

    /** Ends the program of a run, if this process has it. */
    static synchronized void end(String run) throws Exception {
        Programs current = open;
        if (current != null && current.name.equals(run)) {
            current.awaitTasks();
            open = null;
            current.call(current.close);
        }
    }

    private static ClassLoader loader(WorkerCall.Program wanted, Path directory) throws IOException {
        String key = wanted.install() + wanted.files().subMap("lib/", "lib0"); // '0' comes after '/'
        ClassLoader known = LOADERS.get(key);
        if (known != null) {
            return known;
        }
        Path home = wanted.install().isEmpty() ? directory : Path.of(wanted.install());
        ClassLoader made = new URLClassLoader("run", jars(home.resolve("lib")), ClassLoader.getPlatformClassLoader());
        LOADERS.put(key, made);
        return made;
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
        use.readLock().lockInterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("The run of this task has ended");
            }
            return Objects.requireNonNull((byte[]) call(run, stage, item, shared), "what the program returned");
        } finally {
            use.readLock().unlock();
        }
    }

    /** Lets no further task begin, once the last one has ended. */
    private void awaitTasks() throws InterruptedException {
        if (!use.writeLock().tryLock(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "A task of the run before did not end within " + END_SECONDS + " seconds on this worker");
        }
        closed = true;
        use.writeLock().unlock();
    }

    private @Nullable Object call(Method method, Object... arguments) throws Exception {
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return method.invoke(program, arguments);
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
