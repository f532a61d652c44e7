package org.reason4j.cli.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The jars with PyTorch's native libraries on the class path, which is {@code lib/} in the product. */
public final class NativeJars {

    private static final String RESOURCE = "native/lib/pytorch.properties";
    private static final String PREFIX = "pytorch-native-";

    private NativeJars() {}

    /** Their names, as {@code pytorch-native-cpu-2.7.1-linux-x86_64.jar in lib/}. */
    public static String inWords() {
        List<String> names = names(NativeJars.class.getClassLoader());
        return (names.isEmpty() ? "the pytorch-native jar" : String.join(", ", names)) + " in lib/";
    }

    /** The first one for CUDA. */
    public static Optional<String> forCuda() {
        return names(NativeJars.class.getClassLoader()).stream()
                .filter(name -> name.startsWith(PREFIX + "cu"))
                .findFirst();
    }

    /** Advice on a jar for CUDA. */
    public static String unused(String jar) {
        return "Take " + jar + " out of lib/: its PyTorch does not fit the bridge.\n";
    }

    static List<String> names(ClassLoader loader) {
        try {
            return Collections.list(loader.getResources(RESOURCE)).stream()
                    .map(url -> url.toString().replaceAll(".*/([^/]+[.]jar)!.*", "$1"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The class path can't be searched for " + RESOURCE, e);
        }
    }
}
