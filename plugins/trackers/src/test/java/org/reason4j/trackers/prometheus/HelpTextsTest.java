package org.reason4j.trackers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The texts in the jar are those of the metrics' reference. With {@code -Dreason4j.updateDocs=true} they are written; where the
 * plugin is built away from the page, there is nothing to compare.
 */
class HelpTextsTest {

    private static final Path PAGE = Path.of("../../docs/reference/metrics.md");
    private static final Path RESOURCE = Path.of("src/main/resources/org/reason4j/trackers/prometheus/metrics.tsv");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void theTextsInTheJarAreThoseOfTheMetricsReference() throws IOException {
        if (!Files.exists(PAGE)) {
            System.out.println("Skipped: " + PAGE + " is not there.");
            abort("no metrics' reference here");
        }
        String texts = texts(Files.readString(PAGE).split("\n## Equal runs\n")[0]);
        assertThat(texts.lines().count()).isGreaterThan(100);
        if (Boolean.getBoolean("reason4j.updateDocs")) {
            Files.createDirectories(RESOURCE.getParent());
            Files.writeString(RESOURCE, texts);
        }
        assertThat(RESOURCE).content().as("run with -Dreason4j.updateDocs=true").isEqualTo(texts);
    }

    /** Rows of three cells, whose first names metrics: name, tab, unit and definition, sorted. */
    private static String texts(String page) {
        Map<String, String> texts = new TreeMap<>();
        page.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replace("\\|", "\u0000").split(" *\\| *"))
                .filter(cells -> cells.length == 4)
                .forEach(cells -> NAME.matcher(cells[1])
                        .results()
                        .map(MatchResult.class::cast)
                        .map(name -> name.group(1))
                        .filter(name -> name.matches("[A-Za-z_-]+(/[A-Za-z0-9_-]+)+"))
                        .forEach(name -> texts.putIfAbsent(name, text(cells[2], cells[3]))));
        return texts.entrySet().stream()
                .map(entry -> entry.getKey() + "\t" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String text(String unit, String definition) {
        String plain = definition
                .replace("\u0000", "|")
                .replaceAll("\\[([^]]+)]\\([^)]+\\)", "$1")
                .replace("`", "");
        return unit.isBlank() ? plain : unit + "; " + plain;
    }
}
