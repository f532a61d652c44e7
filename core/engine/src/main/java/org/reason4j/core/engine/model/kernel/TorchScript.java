package org.reason4j.core.engine.model.kernel;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Lock;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript class compiled from source, whose methods run in inference mode: a whole pass in one native call.
 *
 * <p>An archive that PyTorch loads is a zip of four entries, of which only the source matters here: the pickled module has
 * no attributes and the tuple of constants is empty.
 */
public final class TorchScript implements AutoCloseable {

    private static final String CLASS = "Kernels";
    private static final int THREADS = NativeEngine.load().threads();

    /** Number of threads that call at a time, as the calling thread was told; its operations use that part of THREADS. */
    private static final ThreadLocal<Integer> CALLERS = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false); // profiling makes the first calls slow and later ones hardly faster
        JniUtils.setNumThreads(THREADS);
        return 1;
    });

    private final Model model;
    private final PtSymbolBlock block;

    private TorchScript(Model model) {
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
    }

    /** Compiles the source of a class named {@code Kernels}. */
    static TorchScript compile(String source, Device device) {
        Model model = Model.newInstance(CLASS, device, "PyTorch");
        try {
            CALLERS.get();
            model.load(new ByteArrayInputStream(archive(source)));
            return new TorchScript(model);
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new IllegalStateException("The model's passes do not compile", e);
        }
    }

    /** Threads of one operation on the CPU, in a thread that calls alone. */
    public static int threads() {
        return THREADS;
    }

    /** Declares the calling thread one of {@code callers} that call at a time: its operations use that part of the threads. */
    static void callers(int callers) {
        if (CALLERS.get() != callers) {
            JniUtils.setNumThreads(Math.max(1, THREADS / callers));
            CALLERS.set(callers);
        }
    }

    /**
     * Runs a method.
     *
     * @param owner owns the results
     * @param arguments arrays, lists of arrays or of integers, integers, doubles and booleans, as the method declares them
     */
    NDList run(NDManager owner, String method, Object... arguments) {
        CALLERS.get();
        IValue[] values = new IValue[arguments.length];
        Lock call = QuietExit.call();
        call.lock();
        NativeTime.enter();
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = value(arguments[i]);
            }
            try (IValue result = IValueUtils.runMethod(block, method, values)) {
                return result.toNDList((PtNDManager) owner);
            }
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
            NativeTime.leave();
            call.unlock();
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof NDArray array) {
            return IValue.from((PtNDArray) array);
        } else if (argument instanceof NDList list) {
            return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof Integer number) {
            return IValue.from(number.longValue());
        } else if (argument instanceof Double number) {
            return IValue.from(number);
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        }
        throw new IllegalArgumentException("no TorchScript value for " + argument.getClass());
    }

    @Override
    public void close() {
        model.close();
    }

    private static byte[] archive(String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            // protocol 2; class __torch__.Kernels; empty arguments; new object; empty state; build; stop
            store(zip, "data.pkl", "\u0080\u0002c__torch__\n" + CLASS + "\nq\0)\u0081q\1}b.");
            store(zip, "constants.pkl", "\u0080\u0002).");
            store(zip, "version", "3\n");
            store(zip, "code/__torch__.py", source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry("kernels/" + name);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
