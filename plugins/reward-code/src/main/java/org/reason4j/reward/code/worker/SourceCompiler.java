package org.reason4j.reward.code.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles in memory. What it has read of the JDK's classes stays for the next program. */
final class SourceCompiler {

    private static final List<String> OPTIONS = List.of("-proc:none", "-nowarn", "-implicit:none", "-Xlint:none");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files;

    SourceCompiler() {
        if (compiler == null) {
            throw new IllegalStateException("this is no JDK: it has no compiler");
        }
        files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    }

    /** A source that can't be compiled. */
    static final class SourceException extends Exception {
        private static final long serialVersionUID = 1;

        SourceException(String message) {
            super(message);
        }
    }

    /**
     * Compiled sources.
     *
     * @param classes classes by name, in the order in which they were written
     * @param origins number of the source of each class
     */
    record Compiled(Map<String, byte[]> classes, Map<String, Integer> origins) {

        /** Names of the classes of a source. */
        Set<String> namesOf(int source) {
            Set<String> names = new LinkedHashSet<>(classes.keySet());
            names.removeIf(name -> origins.getOrDefault(name, -1) != source);
            return names;
        }
    }

    /** Compiles sources together. */
    Compiled compile(List<String> sources) throws SourceException {
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        Map<String, Integer> origins = new LinkedHashMap<>();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<JavaFileObject> units = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            units.add(new Source(i, sources.get(i)));
        }
        boolean compiled;
        try {
            compiled = compiler.getTask(
                            Writer.nullWriter(), new InMemory(files, classes, origins), problems, OPTIONS, null, units)
                    .call();
        } catch (RuntimeException | StackOverflowError e) { // a source that the compiler does not survive
            throw new SourceException(String.valueOf(e));
        }
        if (!compiled) {
            throw new SourceException(problems.getDiagnostics().stream()
                    .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                    .map(problem -> problem.getLineNumber() + ": " + problem.getMessage(Locale.ROOT))
                    .findFirst()
                    .orElse("unknown"));
        }
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        classes.forEach((name, content) -> bytes.put(name, ExitRedirect.of(content.toByteArray())));
        return new Compiled(bytes, origins);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final int number;
        private final String text;

        Source(int number, String text) {
            super(URI.create("string:///Source" + number + ".java"), Kind.SOURCE);
            this.number = number;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) { // a public class has any name
            return kind == Kind.SOURCE;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;
        private final Map<String, Integer> origins;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes, Map<String, Integer> origins) {
            super(files);
            this.origins = origins;
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) throws IOException {
            origins.put(className, sibling instanceof Source source ? source.number : -1);
            return new SimpleJavaFileObject(URI.create("bytes:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(className, bytes);
                    return bytes;
                }
            };
        }

        @Override
        public void close() { // the files belong to all programs
        }
    }
}
