package org.reason4j.core.host.track.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.reason4j.core.host.track.Comparison;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.StepMetrics;
import org.xml.sax.InputSource;

class ReportWriterTest {

    private static final RunFacts FACTS = new RunFacts("recipe", 1, "model", "machine", Map.of());

    private static String page(List<StepMetrics> steps, List<Comparison> comparisons, List<SampledGroup> samples) {
        RunState state = new RunState(FACTS, 9, List.of(), null, 0, null, null, comparisons);
        return ReportWriter.page(new Report(state, List.of(), steps, List.of(), samples, List.of(), ""))
                .markup()
                .replaceFirst("(?s)<script>.*?</script>", "");
    }

    private static List<String> svgs(String page) {
        List<String> svgs = new ArrayList<>();
        Matcher matcher = Pattern.compile("<svg class=\"plot\" viewBox=.*?</svg>", Pattern.DOTALL)
                .matcher(page);
        while (matcher.find()) {
            svgs.add(matcher.group());
        }
        return svgs;
    }

    @Test
    void theWholeReportIsOneFileThatNeedsNoOther() throws IOException {
        Path file = Path.of("target", "report-example.html");
        ReportWriter.write(file, Reports.example());
        assertThat(Files.readString(file))
                .startsWith("<!doctype html>")
                .doesNotContain("http:", "https:", "@import", "url(", "{{", " src=", "<link")
                .containsOnlyOnce("<script");
    }

    @Test
    void itOpensWithWhatTrainingChanged() {
        // 38 of 256 = 14.8 %, 187 of 256 = 73.0 %; sqrt(0.1484 * 0.8516 / 256) = 2.2 %
        assertThat(ReportWriter.page(Reports.example()).markup())
                .contains("<td class=\"before\">14.8% ± 2.2%</td><td class=\"after\">73.0% ± 2.8%</td>"
                        + "<td class=\"change\">+58.2 points</td>")
                .contains(">pass@8</th><td class=\"before\">41.2%</td><td class=\"after\">88.3%</td>")
                .contains(">maj@8</th>", "21 min 24 s", "3.4 M parameters, bf16", "2 cores, 8 GB");
    }

    @Test
    void everyCurveHasItsLastValueAndADescription() {
        String page = ReportWriter.page(Reports.example()).markup();
        assertThat(page).contains("lower bound <b>", "aria-label=\"Held-out accuracy. greedy accuracy: ");
        assertThat(page.split("<figure>")).hasSize(1 + 2 + 9);
    }

    @Test
    void everyPictureIsWellFormed() throws Exception {
        for (String svg : svgs(ReportWriter.page(Reports.example()).markup())) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        }
    }

    @Test
    void aMissingMetricHasNoFigure() {
        String page = page(List.of(new StepMetrics(1, Map.of("policy/entropy", 0.5))), List.of(), List.of());
        assertThat(page.split("<figure>")).hasSize(2);
        assertThat(page).contains("<h3>Entropy</h3>").doesNotContain("NaN");
    }

    @Test
    void groupsThatFiltersLeftOutAreDrawnByTheirReason() {
        String page = page(
                List.of(new StepMetrics(
                        1,
                        Map.of("filter/uniform_groups", 3.0, "filter/surplus_groups", 1.0, "filter/kept_ratio", 0.5))),
                List.of(),
                List.of());
        assertThat(page)
                .contains("<h3>Groups left out</h3>", "uniform <b>3</b>", "surplus <b>1</b>")
                .doesNotContain("kept");
    }

    @Test
    void numbersThatCantBeDrawnAreLeftOut() {
        String page = page(
                List.of(
                        new StepMetrics(
                                1, Map.of("policy/kl_old", Double.NaN, "policy/entropy", Double.POSITIVE_INFINITY)),
                        new StepMetrics(2, Map.of("policy/kl_old", 0.5))),
                List.of(),
                List.of());
        assertThat(page).contains("from old policy <b>0.5</b>").doesNotContain("NaN", "Infinity", "<h3>Entropy</h3>");
    }

    @Test
    void aLongRunDrawsAtMostFourHundredPointsPerCurve() {
        List<StepMetrics> steps = new ArrayList<>();
        for (int step = 1; step <= 10_000; step++) {
            steps.add(new StepMetrics(
                    step, Map.of("reward/mean", Math.sin(step), "time/rollout", 1.0, "time/update", 2.0)));
        }
        List<String> svgs = svgs(page(steps, List.of(), List.of()));
        assertThat(svgs.get(0).split("<circle")).hasSize(1 + 400);
        assertThat(svgs.get(1).split("<circle")).hasSizeLessThanOrEqualTo(1 + 2 * 400);
        assertThat(svgs.get(1)).contains("Step 10000, update: 2 s");
    }

    @Test
    void whatTheModelWroteIsNeverMarkup() {
        String evil = "<think>&amp;</script><img src=x onerror='x'>\"{{recipe}}\u0000$1\\";
        SampledGroup group = new SampledGroup(
                1,
                evil,
                evil,
                evil,
                List.of(new SampledGroup.Sample(
                        0, List.of(new SampledGroup.Token(evil, 1, true)), 1, evil, 1, Map.of(evil, evil))),
                List.of(
                        new Limb(0, Limb.PROMPT, 1, "", 0, "", List.of(new Limb.Piece(0, 2, 1, evil))),
                        new Limb(1, 0, 1, evil, 1, evil, List.of(new Limb.Piece(1, 2, 1, evil)))));
        String page = page(List.of(), List.of(new Comparison(evil, evil, evil, true, evil, false)), List.of(group));
        String escaped =
                "&lt;think&gt;&amp;amp;&lt;/script&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&quot;{{recipe}}␀$1\\";
        assertThat(page).doesNotContain("<think>", "<img", "</script>").contains(escaped);
        assertThat(page.split(Pattern.quote(escaped))).hasSize(1 + 4 + 7 + 4 + 4);
    }

    @Test
    void aLongResponseFoldsAwayAndIsStillComplete() {
        String text = "line\n".repeat(1000);
        String page = page(List.of(), List.of(new Comparison("?", "1", text, false, "1", true)), List.of());
        assertThat(page).contains("Show all 5,000 characters", text);
    }

    @Test
    void problemsAreCountedByWhatBecameOfThem() {
        assertThat(ReportWriter.page(Reports.example()).markup())
                .contains("<b>1</b>wrong, then right", "<b>1</b>right both times", "<b>1</b>wrong both times")
                .contains("<b>0</b>right, then wrong");
    }

    @Test
    void aTokenShowsItsAdvantageByColourAndNumber() {
        assertThat(ReportWriter.page(Reports.example()).markup())
                .contains("<span class=\"t n5\" title=\"−1.2\"> answer</span>")
                .contains("<span class=\"t p3\" title=\"+0.6\"> answer</span>") // 0.6 of 1.2 is level 2.5 of 5
                .contains("<span class=\"t x\" title=\"not learned\">.</span>")
                .contains("… and 877 more tokens");
    }

    @Test
    void theWholePageIsWellFormed() throws Exception {
        String page = ReportWriter.page(Reports.example()).markup();
        String markup = page.substring(page.indexOf('\n')) // the kind of document
                .replaceAll("(?s)<(script|style)>.*?</\\1>", "");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(markup)));
    }

    @Test
    void aTableOfContentsLeadsToEverySectionThatIsThere() {
        assertThat(contents(ReportWriter.page(Reports.example()).markup()))
                .containsExactly(
                        "summary", "alarms", "coach", "supervised", "curves", "comparisons", "samples", "recipe");
        assertThat(contents(page(List.of(), List.of(), List.of()))).containsExactly("summary");
    }

    /** Where the table of contents leads; every place is there. */
    private static List<String> contents(String page) {
        List<String> places = new ArrayList<>();
        Matcher links = Pattern.compile("<li><a href=\"#(\\w+)\">").matcher(page);
        while (links.find()) {
            places.add(links.group(1));
            assertThat(page).containsOnlyOnce("<h2 id=\"" + links.group(1) + "\">");
        }
        return places;
    }

    @Test
    void itTellsWhenAndOnWhatItRanAndByWhichRecipe() {
        assertThat(ReportWriter.page(Reports.example()).markup())
                .contains(
                        "<dt>Begun</dt><dd>2026-03-01 09:30 UTC</dd>", "<dt>Resumed</dt><dd>2026-03-01 11:00 UTC</dd>")
                .contains("<dt>Ended</dt><dd>2026-03-01 11:21 UTC</dd>")
                .contains("Show all 3 lines", "training:\n  steps: 240</pre>");
    }

    @Test
    void aBrowserRunsNoScriptButItsOwn() throws Exception {
        String page = ReportWriter.page(Reports.example()).markup();
        Matcher script = Pattern.compile("(?s)<script>(.*)</script>").matcher(page);
        assertThat(script.find()).isTrue();
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page)
                .contains("content=\"default-src &#39;none&#39;")
                .contains("script-src &#39;sha256-" + Base64.getEncoder().encodeToString(hash) + "&#39;")
                .doesNotContain("connect-src", "fetch(");
    }
}
