package org.reason4j.core.engine.model.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An environment variable that native code reads when the process starts, so that no program can set it from within. The
 * launchers set all of them; a program that embeds reason4j is started with them. None changes a number.
 *
 * @param variable its name
 * @param value that the launchers give it
 * @param effect of the value
 * @param others variables of other libraries with the same effect
 */
public record ProcessSetting(String variable, String value, String effect, List<String> others) {

    /** Lets PyTorch's threads sleep while they wait, by libgomp on Linux, and by Intel's or LLVM's library elsewhere. */
    public static final ProcessSetting WAITING = new ProcessSetting(
            "OMP_WAIT_POLICY",
            "passive",
            "PyTorch's threads sleep while they wait, instead of taking the processors from others",
            List.of("GOMP_SPINCOUNT", "KMP_BLOCKTIME"));

    public ProcessSetting {
        others = List.copyOf(others);
    }

    private static ProcessSetting of(String variable, String value, String effect) {
        return new ProcessSetting(variable, value, effect, List.of());
    }

    /** Those that matter on this operating system. */
    public static List<ProcessSetting> all() {
        return all(System.getProperty("os.name"));
    }

    static List<ProcessSetting> all(String system) {
        List<ProcessSetting> all = new ArrayList<>();
        all.add(WAITING);
        all.add(of("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "200", "memory stops growing early"));
        if (system.toLowerCase(Locale.ROOT).contains("linux")) {
            String arenas = Integer.toString(2 * Runtime.getRuntime().availableProcessors());
            all.add(of("LRU_CACHE_CAPACITY", "1", "memory stops growing early"));
            all.add(of("MALLOC_ARENA_MAX", arenas, "less memory: two heaps of the C library per processor"));
            all.add(of("MALLOC_MMAP_THRESHOLD_", "8388608", "large tensors are given back at once"));
            all.add(of(
                    "MALLOC_TRIM_THRESHOLD_", "2000000000", "the memory of small tensors is kept for the next ones"));
            all.add(of("THP_MEM_ALLOC_ENABLE", "1", "large tensors lie in large pages"));
        }
        return all;
    }

    /** Those of this operating system that an environment lacks. */
    public static List<ProcessSetting> missing(Map<String, String> environment) {
        return all().stream().filter(setting -> !setting.isIn(environment)).toList();
    }

    /** True if an environment has this variable, or another one of the same effect, whatever its value is. */
    public boolean isIn(Map<String, String> environment) {
        return environment.containsKey(variable) || others.stream().anyMatch(environment::containsKey);
    }

    /** One message about what is missing, and what to do. */
    public static String advice(List<ProcessSetting> missing) {
        return "This process was started without "
                + missing.stream()
                        .map(setting -> setting.variable + "=" + setting.value + " (" + setting.effect + ")")
                        .collect(Collectors.joining(", "))
                + ". Training works, but takes more memory, or more time beside other programs. Set them in the environment that"
                + " Java is started in, as bin/reason4j does.";
    }
}
