package org.reason4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiles sources with the processor on the compiler's class path of processors and reads what it wrote. */
class SettingsProcessorTest {

    /** Stands for the API, which this module does not see. */
    private static final String REWARD = "package org.reason4j.api.reward; public interface Reward {}";

    private static final String BRIEF = """
            package mine;

            import org.reason4j.api.reward.Reward;

            /**
             * Pays for brevity: {@code max(0, 1 - length / budget)}.
             *
             * <p>The budget is that of <a href="https://example.org/paper">the paper</a>; see {@link Config#budget() the setting}.
             * <ul>
             *   <li>shorter &lt; longer
             *   <li>{@link java.util.List} is not read
             * </ul>
             *
             * @see <a href="https://example.org/2">Brief answers,
             *     equation 2</a>
             * @param config how it pays
             */
            public record Brief(Config config) implements Reward {

                /**
                 * How it pays.
                 *
                 * @param budget length that earns nothing, at least 1; {@code {budget}}
                 *     is not replaced
                 * @param shape the curve
                 * @param names words
                 */
                public record Config(int budget, Shape shape, java.util.List<String> names) {
                    /** As in the paper. */
                    static final Config PAPER = new Config(1, Shape.LINEAR, java.util.List.of());

                    static final int LONGEST = 9;
                }

                /** Curves. */
                public enum Shape {
                    /** A straight line. */
                    LINEAR,
                    STEP
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void theJavadocOfComponentsSettingsAndEnumsIsWritten() throws IOException {
        assertThat(compile("org/reason4j/api/reward/Reward.java", REWARD, "mine/Brief.java", BRIEF))
                .isEmpty();

        assertThat(written()).isEqualTo("""
                {
                  "format": 1,
                  "types": {
                    "mine.Brief": {"text": "Pays for brevity: `max(0, 1 - length / budget)`.\\n\\nThe budget is that of the paper \
                (https://example.org/paper); see the setting.\\n\\n- shorter < longer\\n- `List` is not read", "links": [{"title": \
                "Brief answers, equation 2", "address": "https://example.org/2"}], "settings": [{"name": "config", "type": \
                "Brief.Config", "text": "how it pays"}]},
                    "mine.Brief$Config": {"text": "How it pays.", "settings": [{"name": "budget", "type": "int", "text": \
                "length that earns nothing, at least 1; `{budget}` is not replaced", "range": "[1, inf)"}, {"name": "shape", \
                "type": "Brief.Shape", "text": "the curve"}, {"name": "names", "type": "List<String>", "text": "words"}], "constants": \
                [{"name": "PAPER", "text": "As in the paper."}]},
                    "mine.Brief$Shape": {"text": "Curves.", "constants": [{"name": "LINEAR", "text": "A straight line."}, \
                {"name": "STEP"}]}
                  }
                }
                """);
    }

    @Test
    void aCompilationOfOneClassKeepsTheEntriesOfTheOthersAndDropsThoseOfClassesThatAreGone() throws IOException {
        assertThat(compile(
                        "org/reason4j/api/reward/Reward.java",
                        REWARD,
                        "mine/Brief.java",
                        BRIEF,
                        "mine/Other.java",
                        documented("Other", "the first")))
                .isEmpty();
        assertThat(written()).contains("the first").contains("mine.Brief$Config");

        assertThat(compile("mine/Other.java", documented("Other", "the second")))
                .isEmpty();
        assertThat(written()).contains("the second").doesNotContain("the first").contains("mine.Brief$Config");

        Files.delete(directory.resolve("classes/mine/Brief$Shape.class"));
        assertThat(compile("mine/Other.java", "package mine; public record Other(int a) {}"))
                .isEmpty();
        assertThat(written())
                .contains("mine.Brief$Config")
                .doesNotContain("mine.Other")
                .doesNotContain("Brief$Shape");
    }

    @Test
    void codeWithoutDocumentationLeavesNoFile() throws IOException {
        assertThat(compile("mine/Plain.java", "package mine; class Plain {}")).isEmpty();
        assertThat(directory.resolve("classes").resolve(SettingsProcessor.FILE)).doesNotExist();
    }

    @Test
    void aRecordThatASettingCanChooseIsDocumentedAlsoWithoutSettings() throws IOException {
        assertThat(
                        compile(
                                "mine/Form.java",
                                "package mine; public sealed interface Form { /** A point. */ record Point() implements Form {} }"))
                .isEmpty();
        assertThat(written()).contains("\"mine.Form$Point\": {\"text\": \"A point.\"");
    }

    @Test
    void helpersThatAreNoComponentsAndAbstractClassesAreLeftOut() throws IOException {
        assertThat(compile(
                        "org/reason4j/api/reward/Reward.java", REWARD,
                        "mine/Base.java",
                                "package mine; /** Base. */ abstract class Base implements org.reason4j.api.reward.Reward {}",
                        "mine/Real.java", "package mine; /** Real. */ class Real extends Base {}",
                        "mine/Helper.java", "package mine; /** Helper. */ class Helper {}"))
                .isEmpty();
        assertThat(written()).contains("mine.Real").doesNotContain("mine.Base").doesNotContain("mine.Helper");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "distance from 1, in (0, 1)                              | (0, 1)",
                "share of demonstrations, in [0, 1]; the others do not   | [0, 1]",
                "of its AdamW, positive                                  | (0, inf)",
                "trees per prompt, M, at least 1                         | [1, inf)",
                "bound on the ratio, above 1; 0 for none                 | (1, inf) or 0",
                "least weight of a token, in [0, 1); 0 for no bound      | [0, 1)",
                "rows of the embedding; at least the tokenizer's ids     | ",
                "share, in (0, 1]; at least one token is                 | (0, 1]",
                "bound where the clip does not act, above `1 + clipHigh` | ",
                "positive or negative                                    | ",
                "-1.5e-3 in words                                        | ",
                "exponent, in [-1.5e-3, inf)                             | [-1.5e-3, inf)",
            })
    void aRangeIsReadWhereTheTextStatesOne(String text, String range) {
        assertThat(StatedRange.of(text).orElse(null)).isEqualTo(range);
    }

    private static String documented(String name, String text) {
        return "package mine;\n/** Of mine.\n * @param a " + text + "\n */\npublic record " + name + "(int a) {}";
    }

    private String written() throws IOException {
        return Files.readString(directory.resolve("classes").resolve(SettingsProcessor.FILE));
    }

    /** Compiles files, given as path and text, against what was compiled before; returns errors and warnings. */
    private List<String> compile(String... files) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < files.length; i += 2) {
            Path source = directory.resolve("sources").resolve(files[i]);
            Files.createDirectories(source.getParent());
            sources.add(Files.writeString(source, files[i + 1]));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, null)) {
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    classes.toString(),
                    "-Xlint:all,-processing",
                    "-processorpath",
                    System.getProperty("java.class.path"));
            compiler.getTask(null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return found.getDiagnostics().stream().map(Diagnostic::toString).toList();
    }
}
