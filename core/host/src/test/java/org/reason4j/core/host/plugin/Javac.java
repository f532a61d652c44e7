package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources while a test runs. */
public final class Javac {

    private Javac() {}

    /**
     * Compiles files against a class path into a directory, and fails with the compiler's output.
     *
     * @param further options of the compiler
     */
    public static void compile(List<Path> files, String classPath, Path classes, String... further) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        StringWriter output = new StringWriter();
        List<String> options = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", classPath));
        options.addAll(List.of(further));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            output, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(output.toString()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
