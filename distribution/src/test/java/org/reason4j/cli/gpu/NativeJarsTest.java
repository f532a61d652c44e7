package org.reason4j.cli.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeJarsTest {

    @TempDir
    Path directory;

    @Test
    void theJarForTheCpuIsNamed() {
        assertThat(NativeJars.inWords()).matches("pytorch-native-cpu-2[.]7[.]1-\\S+[.]jar in lib/");
        assertThat(NativeJars.forCuda()).isEmpty();
    }

    @Test
    void aSecondJarIsSeen() throws IOException {
        Path jar = directory.resolve("pytorch-native-cu124-2.5.1-linux-x86_64.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("native/lib/pytorch.properties"));
            out.closeEntry();
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, NativeJars.class.getClassLoader())) {
            assertThat(NativeJars.names(loader)).hasSize(2).contains("pytorch-native-cu124-2.5.1-linux-x86_64.jar");
        }
    }
}
