package org.reason4j.api.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.Javac;

/**
 * The API as it is compared with the API as it was at 1.0.0-rc.1, and the rules of that comparison on small interfaces.
 *
 * <p>{@code src/baseline} keeps the jar; {@code docs/explanation/versions.md} says how it was made.
 */
class ApiCompatibilityTest {

    private static final Path BASELINE = Path.of("src/baseline/reason4j-api-1.0.0-rc.1.jar");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path directory;

    @Test
    void theApiBreaksNothingThatItWasAtItsFirstCandidate() throws IOException {
        Path now = jar(Path.of("target/classes"), "now");
        List<String> libraries = Stream.of(CLASS_PATH.split(java.io.File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .toList();

        assertThat(ApiComparison.breaks(BASELINE, now, libraries))
                .as("see docs/explanation/versions.md: what a break needs")
                .isEmpty();
    }

    @Test
    void anAbstractMethodOfATypeThatPluginsImplementIsABreak() {
        assertThat(breaks("@Extension @API(status = STABLE)", "int a();", "int a(); int b();"))
                .containsExactly("sample.Sample.b: METHOD_ADDED_TO_INTERFACE");
    }

    @Test
    void aDefaultMethodIsNone() {
        assertThat(breaks(
                        "@Extension @API(status = STABLE)",
                        "int a();",
                        "int a(); default int b() { return 1; } static int c() { return 2; }"))
                .isEmpty();
    }

    @Test
    void anAbstractMethodOfATypeThatCoreImplementsIsNone() {
        assertThat(breaks("@Provided @API(status = STABLE)", "int a();", "int a(); int b();"))
                .isEmpty();
    }

    @Test
    void anAbstractMethodThatGetsADefaultIsNone() {
        assertThat(breaks("@Extension @API(status = STABLE)", "int a();", "default int a() { return 1; }"))
                .isEmpty();
    }

    @Test
    void whatIsGoneOrHasAnotherTypeIsABreak() {
        assertThat(breaks("@Provided @API(status = STABLE)", "int a(); int b();", "int a();"))
                .containsExactly("sample.Sample.b: METHOD_REMOVED");
        assertThat(breaks("@Provided @API(status = STABLE)", "int a();", "long a();"))
                .containsExactly("sample.Sample.a: METHOD_RETURN_TYPE_CHANGED");
        assertThat(breaks("@Provided @API(status = STABLE)", "int A = 1;", ""))
                .containsExactly("sample.Sample.A: FIELD_REMOVED");
        assertThat(breaks("@Provided @API(status = STABLE)", "record R(int a) {}", "record R(int a, int b) {}"))
                .contains("sample.Sample$R.R: CONSTRUCTOR_REMOVED");
        assertThat(breaks("@Provided @API(status = STABLE)", "enum E { A, B }", "enum E { A }"))
                .containsExactly("sample.Sample$E.B: FIELD_REMOVED");
    }

    @Test
    void aMemberMoreOfAnEnumIsNone() {
        assertThat(breaks("@Provided @API(status = STABLE)", "enum E { A }", "enum E { A, B }"))
                .isEmpty();
    }

    @Test
    void aMethodThatThrowsMoreOrHasOtherGenericsIsABreakForWhoCompiles() {
        assertThat(breaks("@Provided @API(status = STABLE)", "int a();", "int a() throws Exception;"))
                .containsExactly("sample.Sample.a: METHOD_NOW_THROWS_CHECKED_EXCEPTION");
        assertThat(breaks(
                        "@Provided @API(status = STABLE)",
                        "void a(java.util.List<String> b);",
                        "void a(java.util.List<Integer> b);"))
                .containsExactly("sample.Sample.a: METHOD_PARAMETER_GENERICS_CHANGED");
    }

    @Test
    void experimentalTypesAndMethodsMayChange() {
        assertThat(breaks("@Extension @API(status = EXPERIMENTAL)", "int a(); int b();", "long a(); int c();"))
                .isEmpty();
        assertThat(breaks(
                        "@Extension @API(status = STABLE)",
                        "int a(); @API(status = EXPERIMENTAL) default int b() { return 1; }",
                        "int a();"))
                .isEmpty();
    }

    @Test
    void aStableTypeDoesNotBecomeExperimentalToBeChanged() {
        Path earlier = variant("earlier", "@Provided @API(status = STABLE)", "int a();");
        Path later = variant("later", "@Provided @API(status = EXPERIMENTAL)", "long a();");

        assertThat(ApiComparison.breaks(earlier, later, List.of()))
                .containsExactly(
                        "sample.Sample: a stable type became experimental",
                        "sample.Sample.a: METHOD_RETURN_TYPE_CHANGED");
    }

    @Test
    void aTypeThatIsGoneIsABreak() {
        Path earlier = variant("earlier", "@Extension @API(status = STABLE)", "int a(); interface Part {}");
        Path later = variant("later", "@Extension @API(status = STABLE)", "int a();");

        assertThat(ApiComparison.breaks(earlier, later, List.of())).contains("sample.Sample$Part: CLASS_REMOVED");
    }

    private List<String> breaks(String annotations, String earlier, String later) {
        return ApiComparison.breaks(
                variant("earlier", annotations, earlier), variant("later", annotations, later), List.of());
    }

    /** A jar with one public interface. */
    private Path variant(String name, String annotations, String members) {
        try {
            Path root = Files.createTempDirectory(directory, name);
            Path source = Files.writeString(root.resolve("Sample.java"), """
                    package sample;

                    import static org.apiguardian.api.API.Status.*;
                    import org.apiguardian.api.API;
                    import org.reason4j.api.*;

                    ANNOTATIONS
                    public interface Sample { MEMBERS }
                    """.replace("ANNOTATIONS", annotations)
                    .replace("MEMBERS", members));
            Path classes = Files.createDirectory(root.resolve("classes"));
            Javac.compile(List.of(source), CLASS_PATH, classes);
            return jar(classes, root.getFileName().toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path jar(Path classes, String name) throws IOException {
        Path jar = directory.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                content.write(Files.readAllBytes(file));
                content.closeEntry();
            }
        }
        return jar;
    }
}
