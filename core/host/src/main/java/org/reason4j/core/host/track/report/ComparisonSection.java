package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.core.host.track.Comparison;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;
import org.reason4j.core.host.track.html.TextBlocks;

/** The same held-out problems before and after training, side by side. */
final class ComparisonSection {

    private final Template template;

    ComparisonSection(Template template) {
        this.template = template;
    }

    Html of(List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return Html.NONE;
        }
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < comparisons.size(); i++) {
            rows.add(row(i + 1, comparisons.get(i)));
        }
        return template.fill(
                "comparisons",
                Map.of(
                        "shown", comparisons.size(),
                        "learned", count(comparisons, false, true),
                        "kept", count(comparisons, true, true),
                        "lost", count(comparisons, true, false),
                        "open", count(comparisons, false, false),
                        "rows", Html.join(rows)));
    }

    private Html row(int number, Comparison comparison) {
        return template.fill(
                "comparison",
                Map.of(
                        "number", number,
                        "problem", TextBlocks.of(comparison.problem()),
                        "expected", comparison.expected().isEmpty() ? "unknown" : comparison.expected(),
                        "beforeVerdict", verdict(comparison.beforeCorrect()),
                        "before", TextBlocks.of(comparison.before()),
                        "afterVerdict", verdict(comparison.afterCorrect()),
                        "after", TextBlocks.of(comparison.after())));
    }

    private Html verdict(boolean correct) {
        return template.fill(correct ? "right" : "wrong", Map.of());
    }

    private static long count(List<Comparison> comparisons, boolean before, boolean after) {
        return comparisons.stream()
                .filter(c -> c.beforeCorrect() == before && c.afterCorrect() == after)
                .count();
    }
}
