package org.reason4j.core.engine.model.kernel;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the processor has, by its flags where the operating system lists them (Linux); none of it elsewhere. */
public final class Processor {

    private static final Path FLAGS = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** True if it multiplies bf16 matrices itself. */
    public static boolean multipliesBf16() {
        Set<String> flags = flags();
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16") || flags.contains("bf16");
    }

    /** True if oneDNN multiplies bf16 matrices on it, be it by widening them in vectors. */
    static boolean libraryMultipliesBf16() {
        Set<String> flags = flags();
        return multipliesBf16()
                || flags.contains("avx_ne_convert")
                || flags.containsAll(Set.of("avx512bw", "avx512vl", "avx512dq"));
    }

    /** True if its widest vectors are those of AVX2: libraries divide long sums of products differently then. */
    static boolean endsAtAvx2() {
        Set<String> flags = flags();
        return flags.contains("avx2") && !flags.contains("avx512f");
    }

    /**
     * Columns that a product of matrices sums up in one sum; MKL divides longer sums by their length where it ends at AVX2, and
     * elsewhere beyond what plain attention has.
     */
    public static int columnsInOneSum() {
        return endsAtAvx2() ? 192 : Integer.MAX_VALUE;
    }

    /** The words of the file; flags of all processors are the same ones. */
    private static Set<String> flags() {
        try {
            return Files.isReadable(FLAGS)
                    ? new HashSet<>(List.of(Files.readString(FLAGS).split("\\s+")))
                    : Set.of();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + FLAGS, e);
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
