package org.reason4j.core.host.track.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.serve.PageServer;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.Summary;

class LivePagesTest {

    @TempDir
    Path root;

    private static String text(LivePages pages, String path) {
        return new String(pages.at(path).orElseThrow().body(), StandardCharsets.UTF_8);
    }

    @Test
    void aRunIsShownFromItsFirstStepOn() throws IOException {
        Runs.write(root, 1);
        Files.delete(root.resolve("report.html")); // the page needs none
        assertThat(text(LivePages.of(List.of(root)), "/"))
                .contains("in progress: step 1 of 9", "<h1>sums</h1>", "reward <b>0.1</b>", "8 min 00 s")
                .contains("advantage <b>+1</b>", "title=\"+1\"", "prompt p", "learningRate: 0.1");
    }

    @Test
    void aRunThatHasNoStepYetSaysSo() throws IOException {
        Runs.write(root, 0);
        assertThat(text(LivePages.of(List.of(root)), "/")).contains("No step yet", "step 0 of 9");
    }

    @Test
    void theCoachAndGuardsAreThere() throws IOException {
        Runs.write(root, 3);
        assertThat(text(LivePages.of(List.of(root)), "/")).contains("All groups are equally wrong.");
    }

    @Test
    void aPageIsWrittenAnewOnlyWhenAFileHasChanged() throws IOException {
        Runs.write(root, 2);
        LivePages pages = LivePages.of(List.of(root));
        PageServer.Page first = pages.at("/").orElseThrow();
        assertThat(pages.at("/").orElseThrow().body()).isSameAs(first.body());
        Runs.write(root, 3);
        PageServer.Page second = pages.at("/").orElseThrow();
        assertThat(second.version()).isNotEqualTo(first.version());
        assertThat(new String(second.body(), StandardCharsets.UTF_8)).contains("step 3 of 9");
    }

    @Test
    void halfALineAtTheEndIsNoHindrance() throws IOException {
        Runs.write(root, 2);
        Path metrics = new RunDirectory(root).metrics();
        Files.writeString(metrics, Files.readString(metrics) + "{\"step\":3,\"rew");
        assertThat(text(LivePages.of(List.of(root)), "/")).contains("step 2 of 9");
    }

    @Test
    void whatTheModelWroteIsNeverMarkup() throws IOException {
        Runs.write(root, 2);
        assertThat(text(LivePages.of(List.of(root)), "/"))
                .doesNotContain("<img")
                .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
                .containsOnlyOnce("</script>");
    }

    @Test
    void severalRunsAreLaidOverEachOther() throws IOException {
        Runs.write(root.resolve("one"), 2);
        Runs.write(root.resolve("two"), 4);
        Files.writeString(
                root.resolve("two/recipe.resolved.yaml"), "training: {steps: 9, learningRate: 0.3}\nname: two");
        LivePages pages = LivePages.of(List.of(root.resolve("one"), root.resolve("two")));
        String one = root.resolve("one").toString();
        String two = root.resolve("two").toString();
        assertThat(text(pages, "/"))
                .contains("<h1>2 runs</h1>", "<a href=\"/1/\">" + one + "</a>", "<td>2 of 9</td>", "<td>4 of 9</td>")
                .contains("<th scope=\"row\">training.learningRate</th><td>0.1</td>\n<td>0.3</td>")
                .doesNotContain("training.steps")
                .contains("Reward: reward. " + one + ": 0.1 at step 1, 0.2 at step 2. " + two + ": 0.1 at step 1, 0.4")
                .contains("class=\"line s0\"", "class=\"line s1\"", "<p class=\"panel\">reward</p>");
        assertThat(text(pages, "/2/")).contains("step 4 of 9", "<a href=\"/\">All runs</a>");
        assertThat(pages.at("/3/")).isEmpty();
    }

    @Test
    void stagesAndLearnersHavePagesWhereReportsLinkToThem() throws IOException {
        Runs.write(root.resolve("stages/1-first"), 1);
        Runs.write(root.resolve("stages/2-second/learners/judge"), 2);
        Runs.write(root.resolve("stages/2-second"), 3);
        LivePages pages = LivePages.of(List.of(root));
        assertThat(text(pages, "/")).contains("<a href=\"/stages/1-first/\">1-first</a>");
        assertThat(text(pages, "/stages/1-first/report.html")).contains("step 1 of 9");
        assertThat(text(pages, "/stages/2-second/learners/judge/report.html")).contains("step 2 of 9");
    }

    @Test
    void aRunOfWhichOnlyResultsAreLeftIsShown() throws IOException {
        HeldOutScores before = HeldOutScores.greedy(1, 4, 10);
        new Summary(before, HeldOutScores.greedy(3, 4, 10), 90, 6, "ab12").write(new RunDirectory(root).summary());
        Files.writeString(root.resolve("metrics.jsonl"), "{\"step\":6,\"reward/mean\":0.5}\n");
        assertThat(text(LivePages.of(List.of(root)), "/"))
                .contains("+50.0 points", "1 min 30 s")
                .doesNotContain("Time left", "Seed");
    }

    @Test
    void aDirectoryWithoutARunIsRefused() {
        assertThatThrownBy(() -> LivePages.of(List.of(root)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds no run: found a directory without these files");
        assertThatThrownBy(() -> LivePages.of(List.of(root.resolve("none"))))
                .hasMessageContaining("found no directory, expected the --output of 'reason4j train'");
    }

    @Test
    void aComparisonIsAFileOfItsOwn() throws IOException {
        Runs.write(root.resolve("one"), 2);
        Runs.write(root.resolve("two"), 4);
        RunComparison comparison = RunComparison.of(List.of(root.resolve("one"), root.resolve("two")));
        comparison.write(root.resolve("comparison.html"));
        assertThat(Files.readString(root.resolve("comparison.html")))
                .contains("Settings that differ")
                .doesNotContain("<a href=\"/", "connect-src", "http:", "https:");
        assertThat(comparison.results().rows().get(0).subList(1, 7))
                .containsExactly("2 of 9", "–", "–", "0.15", "–", "2 min 00 s"); // (0.1 + 0.2) / 2
        assertThat(comparison.settings().rows()).containsExactly(List.of("name", "one", "two"));
    }
}
