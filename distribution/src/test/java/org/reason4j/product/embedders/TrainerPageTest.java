package org.reason4j.product.embedders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.engine.model.kernel.ProcessSetting;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.host.plugin.Javac;
import org.reason4j.core.trainer.TrainerBuilder;
import org.reason4j.core.trainer.checkpoint.WeightsHash;

/** Compiles the programs of {@code docs/tutorials/a-trainer-of-your-own.md}, and runs them on a tiny model. */
class TrainerPageTest {

    private static final Path PAGE = Path.of("../docs/tutorials/a-trainer-of-your-own.md");
    private static final Pattern LISTING = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");

    @TempDir
    private static Path directory;

    private static Path model;
    private static URLClassLoader programs;

    @BeforeAll
    static void compile() throws Exception {
        model = directory.resolve("model");
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, model, 1);
        List<Path> files = new ArrayList<>();
        for (String listing : LISTING.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList()) {
            Matcher name = CLASS.matcher(listing);
            assertThat(name.find()).as(listing).isTrue();
            files.add(Files.writeString(directory.resolve(name.group(1) + ".java"), listing));
        }
        Javac.compile(files, System.getProperty("java.class.path"), directory, "-Xlint:all,-processing", "-Werror");
        programs = new URLClassLoader(new URL[] {directory.toUri().toURL()}, TrainerPageTest.class.getClassLoader());
    }

    @AfterAll
    static void close() throws Exception {
        programs.close();
    }

    /** Runs a program, and returns what it printed. */
    private static List<String> run(String program, Path output) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            programs.loadClass(program).getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {model.toString(), output.toString()});
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.matches("(WARN|INFO) .*")) // of the log of tests
                .toList();
    }

    @Test
    void theProgramsTrainTheSameModelWhole_StepByStep_AndTwoAtOnce() throws Exception {
        Path whole = directory.resolve("whole");
        List<String> printed = run("OwnTrainer", whole);
        assertThat(printed).hasSize(3).allMatch(line -> line.matches("step [123]: reward 0\\.\\d+"));
        assertThat(whole.resolve("run/summary.json")).exists();
        assertThat(whole.resolve("run/report.html")).exists();

        Path steps = directory.resolve("steps");
        List<String> parts = run("StepByStep", steps);
        // of each step the 4 responses to the first prompt, an advantage and a loss; then the accuracy
        assertThat(parts.stream().filter(line -> line.startsWith("loss "))).hasSize(3);
        assertThat(parts.stream().filter(line -> line.matches("[01]\\.\\d+  .*")))
                .hasSize(12);
        assertThat(parts).last().asString().startsWith("accuracy ");

        Path two = directory.resolve("two");
        Files.createDirectory(two);
        assertThat(run("TwoTrainers", two))
                .containsExactly(
                        two.resolve("seed-7").toString(), two.resolve("seed-8").toString());

        String weights = WeightsHash.of(whole.resolve("model"));
        assertThat(weights).isNotEqualTo(WeightsHash.of(model));
        assertThat(WeightsHash.of(steps)).isEqualTo(weights);
        assertThat(WeightsHash.of(two.resolve("seed-7"))).isEqualTo(weights);
        assertThat(WeightsHash.of(two.resolve("seed-8"))).isNotEqualTo(weights);
    }

    @Test
    void everyKindOfTechniqueHasACall() throws Exception {
        List<String> calls = Arrays.stream(TrainerBuilder.class.getMethods())
                .map(method -> method.getName())
                .toList();
        String page = Files.readString(PAGE);
        for (Kind<?> kind : Kind.all()) {
            String call = kind == Kind.DATASET ? "data" : camelCase(kind.label());
            assertThat(calls).contains(call);
            assertThat(page).contains("`" + call);
        }
    }

    private static String camelCase(String label) {
        Matcher space = Pattern.compile(" (.)").matcher(label);
        return space.replaceAll(found -> found.group(1).toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void theLauncherThePageAndTheTrainerNameTheSameVariables() throws Exception {
        TreeSet<String> launcher = names(Path.of("src/main/product/bin/reason4j"), "export ([A-Z_]+)=\"\\$\\{\\1:-");
        TreeSet<String> windows =
                names(Path.of("src/main/product/bin/reason4j.bat"), "if not defined (\\w+) set \"\\1=");
        windows.removeIf(name -> name.matches("VERSION"));
        assertThat(names(PAGE, "\\| `([A-Z_]+)` \\| [`t]")).isEqualTo(launcher);
        TreeSet<String> known = new TreeSet<>();
        ProcessSetting.all().forEach(setting -> known.add(setting.variable()));
        boolean linux = System.getProperty("os.name").contains("Linux");
        assertThat(known).isEqualTo(linux ? launcher : windows);
        assertThat(launcher).containsAll(windows).hasSize(7);
    }

    private static TreeSet<String> names(Path file, String pattern) throws Exception {
        TreeSet<String> names = new TreeSet<>();
        Pattern.compile(pattern).matcher(Files.readString(file)).results().forEach(found -> names.add(found.group(1)));
        return names;
    }
}
