package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.core.host.track.StepMetrics;
import org.reason4j.core.host.track.report.Figure.Panel;
import org.reason4j.core.host.track.report.Figure.Series;

/** The curves of a run. */
final class FigureSection {

    private final Template template;

    FigureSection(Template template) {
        this.template = template;
    }

    Html of(List<StepMetrics> steps) {
        return section("curves", Figures.of(steps));
    }

    /** The curves of a supervised stage, whose steps are counted apart. */
    Html ofSupervised(List<StepMetrics> steps) {
        return section("supervised", Figures.ofSupervised(steps));
    }

    private Html section(String fragment, List<Figure> figures) {
        return figures.isEmpty()
                ? Html.NONE
                : template.fill(
                        fragment,
                        Map.of(
                                "figures",
                                Html.join(figures.stream().map(this::figure).toList())));
    }

    private Html figure(Figure figure) {
        int first = figure.panels().stream().mapToInt(Panel::firstStep).min().orElse(0);
        int last = figure.panels().stream().mapToInt(Panel::lastStep).max().orElse(0);
        double height = figure.panels().size() == 1 ? 282 : 132;
        List<Html> panels = new ArrayList<>();
        for (Panel panel : figure.panels()) {
            String title = panel.label().isEmpty() ? figure.title() : figure.title() + ": " + panel.label();
            panels.add(template.fill(
                    "panel",
                    Map.of(
                            "legend", legend(panel),
                            "plot", PanelPlot.draw(panel, first, last, height, description(title, panel)))));
        }
        return template.fill(
                "figure", Map.of("title", figure.title(), "note", figure.note(), "panels", Html.join(panels)));
    }

    private Html legend(Panel panel) {
        List<Html> entries = new ArrayList<>();
        for (int i = 0; i < panel.series().size(); i++) {
            Series series = panel.series().get(i);
            entries.add(template.fill(
                    "legend",
                    Map.of(
                            "colour",
                            i % PanelPlot.COLOURS,
                            "shape",
                            panel.stacked() ? "swatch" : "stroke",
                            "name",
                            series.name(),
                            "last",
                            panel.unit().of(series.last().value()))));
        }
        return Html.join(entries);
    }

    /** Description of the picture in words, for screen readers. */
    private static String description(String title, Panel panel) {
        StringBuilder text = new StringBuilder(title).append('.');
        for (Series series : panel.series()) {
            text.append(' ')
                    .append(series.name())
                    .append(": ")
                    .append(panel.unit().of(series.points().get(0).value()))
                    .append(" at step ")
                    .append(series.points().get(0).step())
                    .append(", ")
                    .append(panel.unit().of(series.last().value()))
                    .append(" at step ")
                    .append(series.last().step())
                    .append('.');
        }
        return text.toString();
    }
}
