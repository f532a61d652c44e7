package org.reason4j.core.engine.model.kernel;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * The PyTorch that this process runs.
 *
 * @param version of PyTorch
 * @param cuda whether its libraries were built for CUDA
 * @param threads threads of one operation on the CPU
 * @param directory its libraries
 */
public record NativeEngine(String version, boolean cuda, int threads, Path directory) {

    /**
     * Loads the native libraries, unless they are loaded already.
     *
     * @throws IllegalStateException if they are missing or don't fit this machine
     */
    public static NativeEngine load() {
        try {
            Processor.settleProducts();
            Engine engine = Engine.getEngine("PyTorch");
            Path directory = Path.of(LibUtils.getLibtorchPath());
            boolean cuda = Files.exists(directory.resolve(System.mapLibraryName("torch_cuda")));
            return new NativeEngine(engine.getVersion(), cuda, JniUtils.getNumThreads(), directory);
        } catch (EngineException | IllegalArgumentException | LinkageError e) {
            throw new IllegalStateException("PyTorch can't be loaded: " + deepest(e), e);
        }
    }

    /** Number of CUDA devices that PyTorch sees. */
    public int devices() {
        return cuda ? CudaDevices.count() : 0;
    }

    /**
     * Lets native calls end before the process does, by a shutdown hook, and ends a process that a signal stops without the exit
     * handlers of native libraries: where one of their threads is still at work then, it crashes otherwise. For the program that
     * owns the process; it loads no native library.
     *
     * @param signalled the status of a process that a signal ends, asked for when the process ends; 0 where none did
     */
    public static void restAtExit(IntSupplier signalled) {
        QuietExit.install(signalled);
    }

    /** The first cause is the one to fix. */
    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
