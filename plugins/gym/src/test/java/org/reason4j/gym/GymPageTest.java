package org.reason4j.gym;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reason4j.gym.Outside.Deviation;

/** The two tables of the page about the gym are what the families and the tests of the outside items say. */
class GymPageTest {

    private static final Path PAGE = Path.of("../../docs/reference/techniques/gym.md");

    @Test
    void theTablesOfThePageSayWhatTheCodeSays() throws IOException {
        String page = Files.readString(PAGE);
        String expected = with(with(page, "families", families()), "deviations", deviations());
        if (Boolean.getBoolean("reason4j.updateDocs")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/reference/techniques/gym.md is not what the code says; write its tables again with "
                        + "mvn -pl plugins/gym -am test -Dtest=GymPageTest -Dsurefire.failIfNoSpecifiedTests=false "
                        + "-Dreason4j.updateDocs=true")
                .isEqualTo(expected);
    }

    /** The page with the lines between two marks exchanged. */
    private static String with(String page, String name, String table) {
        String begin = "<!-- begin " + name + ": GymPageTest writes this -->\n";
        String end = "<!-- end " + name + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        assertThat(from).as("'%s' in %s", begin, PAGE).isNotNegative();
        assertThat(to).as("'%s' in %s", end, PAGE).isGreaterThan(from);
        return page.substring(0, from + begin.length()) + table + page.substring(to);
    }

    private static String families() {
        StringBuilder table = new StringBuilder(
                "| Family | What is asked | Knobs, from the first level to the last |\n|---|---|---|\n");
        Families.all().stream().sorted(Comparator.comparing(Family::name)).forEach(family -> {
            Map<String, Object> last =
                    Knobs.of(family.levels().get(family.levels().size() - 1));
            String knobs = Knobs.of(family.levels().get(0)).entrySet().stream()
                    .map(knob -> "`" + knob.getKey() + "` " + number(knob.getValue()) + " to "
                            + number(last.get(knob.getKey())))
                    .collect(Collectors.joining(", "));
            table.append("| `%s` | %s | %s |%n".formatted(family.name(), family.about(), knobs));
        });
        return table.toString().replace(System.lineSeparator(), "\n");
    }

    private static String number(Object value) {
        return String.valueOf(value).replaceFirst("\\.0$", "");
    }

    private static String deviations() {
        StringBuilder table =
                new StringBuilder("| Family of the source | Judged otherwise | Reason |\n|---|---|---|\n");
        new TreeMap<>(Theme.allItems()).forEach((family, outside) -> {
            Map<String, List<String>> fields = new TreeMap<>();
            for (Deviation deviation : outside.deviations()) {
                fields.computeIfAbsent(deviation.reason(), reason -> new ArrayList<>())
                        .add(deviation.field());
            }
            fields.forEach((reason, judged) -> table.append("| `%s` | %s | %s |\n"
                    .formatted(
                            family,
                            judged.stream()
                                    .distinct()
                                    .map(field -> "`" + field + "`")
                                    .collect(Collectors.joining(", ")),
                            reason.replace("|", "\\|"))));
        });
        return table.toString();
    }
}
