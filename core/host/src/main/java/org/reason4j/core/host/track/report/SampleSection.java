package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;
import org.reason4j.core.host.track.html.TextBlocks;
import org.reason4j.core.host.track.report.SampledGroup.Sample;
import org.reason4j.core.host.track.report.SampledGroup.Token;

/** Sample trajectories, each token coloured by its advantage. */
final class SampleSection {

    private static final int LEVELS = 5;
    private static final int OPEN_TOKENS = 220;

    private final Template template;
    private final TreeDrawing trees;
    private final TreeOutline outlines;

    SampleSection(Template template) {
        this.template = template;
        this.trees = new TreeDrawing(template);
        this.outlines = new TreeOutline(template);
    }

    Html of(List<SampledGroup> groups) {
        if (groups.isEmpty()) {
            return Html.NONE;
        }
        List<SampledGroup> newestFirst = new ArrayList<>(groups);
        Collections.reverse(newestFirst);
        newestFirst.sort((a, b) -> Integer.compare(b.step(), a.step()));
        return template.fill(
                "samples",
                Map.of("groups", Html.join(newestFirst.stream().map(this::group).toList())));
    }

    private Html group(SampledGroup group) {
        double largest = group.samples().stream()
                .flatMap(sample -> sample.tokens().stream())
                .mapToDouble(token -> Math.abs(token.advantage()))
                .max()
                .orElse(0);
        List<Html> samples =
                group.samples().stream().map(sample -> sample(sample, largest)).toList();
        return template.fill(
                "group",
                Map.of(
                        "step", group.step(),
                        "id", group.promptId(),
                        "prompt", TextBlocks.of(group.prompt()),
                        "expected", group.expected().isEmpty() ? "unknown" : group.expected(),
                        "scale", scale(largest),
                        "tree", trees.of(group.limbs()),
                        "outline", outlines.of(group.limbs()),
                        "samples", Html.join(samples)));
    }

    private Html scale(double largest) {
        return largest == 0
                ? template.fill("noScale", Map.of())
                : template.fill("scale", Map.of("largest", Numbers.compact(largest)));
    }

    private Html sample(Sample sample, double largest) {
        List<Html> rewards = new ArrayList<>();
        sample.rewards()
                .forEach((key, value) -> rewards.add(template.fill("reward", Map.of("key", key, "value", value))));
        StringBuilder chips = new StringBuilder();
        sample.tokens().forEach(token -> chips.append(chip(token, largest)));
        int hidden = sample.length() - sample.tokens().size();
        Html more = hidden > 0 ? template.fill("moreTokens", Map.of("count", hidden)) : Html.NONE;
        Html tokens = template.fill("tokens", Map.of("chips", new Html(chips.toString()), "more", more));
        if (sample.tokens().size() > OPEN_TOKENS) {
            tokens = template.fill("folded", Map.of("count", sample.length(), "content", tokens));
        }
        return template.fill(
                "sample",
                Map.of(
                        "index", sample.index(),
                        "reward", Numbers.compact(sample.reward()),
                        "advantage", meanAdvantage(sample),
                        "length", sample.length(),
                        "finish", sample.finish(),
                        "rewards", Html.join(rewards),
                        "tokens", tokens));
    }

    private static String meanAdvantage(Sample sample) {
        return sample.tokens().stream().filter(Token::learned).mapToDouble(Token::advantage).average().stream()
                .mapToObj(Numbers::signed)
                .findFirst()
                .orElse("none");
    }

    private static String chip(Token token, double largest) {
        if (token.text().isEmpty()) {
            return "";
        }
        String style = "t x";
        String title = "not learned";
        if (token.learned()) {
            long level = largest == 0 ? 0 : Math.round(LEVELS * Math.abs(token.advantage()) / largest);
            style = level == 0 ? "t" : "t " + (token.advantage() > 0 ? "p" : "n") + level;
            title = Numbers.signed(token.advantage());
        }
        String text = Html.text(token.text()).markup().replace("\n", "<i>↵</i>\n");
        return "<span class=\"" + style + "\" title=\"" + title + "\">" + text + "</span>";
    }
}
