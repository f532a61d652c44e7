package org.reason4j.core.host.track.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagNamesTest {

    private static final Path PAGES = Path.of("../../docs/reference");

    /** Rows of the table of names: our name, TRL's, verl's, notes; a dash for none. */
    private static List<String[]> table() throws IOException {
        String page = Files.readString(PAGES.resolve("trackers.md"));
        return page.split("\n### Names\n")[1]
                .split("\n## ")[0]
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replace("`", "").split(" *\\| *"))
                .toList();
    }

    @Test
    void thePageHasExactlyTheNamesThatAreWritten() throws IOException {
        int trl = 0;
        int verl = 0;
        for (String[] row : table()) {
            String own = row[1].replace("KEY", "math");
            assertThat(TagNames.OWN.of(own)).isEqualTo(own);
            assertThat(TagNames.TRL.of(own)).isEqualTo(row[2].equals("–") ? own : row[2].replace("KEY", "math"));
            assertThat(TagNames.VERL.of(own)).isEqualTo(row[3].equals("–") ? own : row[3]);
            trl += row[2].equals("–") || own.contains("math") ? 0 : 1;
            verl += row[3].equals("–") ? 0 : 1;
        }
        assertThat(List.of(trl, verl)).containsExactly(TagNames.TRL.size(), TagNames.VERL.size());
    }

    @Test
    void everyNameIsThatOfAMetric() throws IOException {
        String metrics = Files.readString(PAGES.resolve("metrics.md"))
                + Files.readString(PAGES.resolve("techniques/critics.md"));
        for (String[] row : table()) {
            String name = row[1].replaceFirst("^critic/(loss)$", "NAME/$1");
            String last = name.substring(name.lastIndexOf('/') + 1); // of several in one row
            assertThat(metrics.contains("`" + name + "`") || metrics.contains("` `" + last + "`"))
                    .as(row[1])
                    .isTrue();
        }
    }

    @Test
    void aMetricThatHasAnothersNameByItselfGivesWay() {
        assertThat(TagNames.VERL.of(Map.of("critic/vf_loss", 1.0, "critic/loss", 2.0, "mine", 3.0)))
                .isEqualTo(Map.of("critic/vf_loss", 2.0, "mine", 3.0));
    }
}
