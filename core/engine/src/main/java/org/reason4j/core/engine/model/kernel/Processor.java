package org.reason4j.core.engine.model.kernel;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Features of the processor, as Linux lists them in {@code /proc/cpuinfo}. On other operating systems none is known. */
public final class Processor {

    private static final Path LIST = Path.of("/proc/cpuinfo");

    /** The words of the list; flags of all processors are the same ones. */
    private static final Set<String> FLAGS = flags();

    private Processor() {}

    /** True if it multiplies bf16 matrices itself. */
    public static boolean multipliesBf16() {
        return FLAGS.contains("avx512_bf16") || FLAGS.contains("amx_bf16") || FLAGS.contains("bf16");
    }

    /** True if oneDNN multiplies bf16 matrices on it, be it by widening them in vectors. */
    static boolean libraryMultipliesBf16() {
        return multipliesBf16()
                || FLAGS.contains("avx_ne_convert")
                || FLAGS.containsAll(Set.of("avx512bw", "avx512vl", "avx512dq"));
    }

    /** True if its widest vectors are those of AVX2: libraries divide long sums of products differently then. */
    static boolean endsAtAvx2() {
        return FLAGS.contains("avx2") && !FLAGS.contains("avx512f");
    }

    /**
     * Columns that a product of matrices sums up in one sum; MKL divides longer sums by their length where it ends at AVX2, and
     * elsewhere beyond what plain attention has.
     */
    public static int columnsInOneSum() {
        return endsAtAvx2() ? 192 : Integer.MAX_VALUE;
    }

    private static Set<String> flags() {
        try {
            return Files.isReadable(LIST)
                    ? new HashSet<>(List.of(Files.readString(LIST).split("\\s+")))
                    : Set.of();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + LIST, e);
        }
    }

    /**
     * Lets MKL take the same instructions for a product wherever its matrices lie in memory, which it does not by itself on
     * processors that end at AVX2. MKL reads this once, before its first product. A value of the user's stays.
     */
    static void settleProducts() {
        if (endsAtAvx2()) {
            int overwrite = 0;
            NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {"MKL_CBWR", "AVX2", overwrite});
        }
    }
}
