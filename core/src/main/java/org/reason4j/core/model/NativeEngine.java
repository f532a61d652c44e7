package org.reason4j.core.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The PyTorch that this process runs.
 *
 * @param version of PyTorch
 * @param cuda whether its libraries were built for CUDA
 * @param devices CUDA devices that it sees
 * @param threads threads of one operation on the CPU
 * @param directory where its libraries lie
 */
public record NativeEngine(String version, boolean cuda, int devices, int threads, Path directory) {

    /**
     * Loads the native libraries, unless they are loaded already.
     *
     * @throws IllegalStateException if they are missing or don't fit this machine
     */
    public static NativeEngine load() {
        try {
            Engine engine = Engine.getEngine("PyTorch");
            Path directory = Path.of(LibUtils.getLibtorchPath());
            return new NativeEngine(
                    engine.getVersion(), hasCuda(directory), engine.getGpuCount(), JniUtils.getNumThreads(), directory);
        } catch (EngineException | IllegalArgumentException | LinkageError e) {
            throw new IllegalStateException("PyTorch can't be loaded: " + deepest(e), e);
        }
    }

    private static boolean hasCuda(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().contains("torch_cuda"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
    }

    /** What happened first is what can be mended. */
    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
