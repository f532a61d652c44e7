package org.reason4j.core.host.track.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.core.host.track.StepMetrics;
import org.reason4j.core.host.track.curve.Figure.Panel;
import org.reason4j.core.host.track.curve.Figure.Series;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;

/** Curves with their legends, for a page. */
public final class FigureSection {

    private static final Template TEMPLATE = Template.resource(FigureSection.class, "curves.html");

    private FigureSection() {}

    /** The curves of a run; nothing without any. */
    public static Html of(List<StepMetrics> steps) {
        return drawn("curves", Figures.of(steps), false);
    }

    /** The curves of a supervised stage, whose steps are counted apart; nothing without any. */
    public static Html ofSupervised(List<StepMetrics> steps) {
        return drawn("supervised", Figures.ofSupervised(steps), false);
    }

    /** The curves of several runs, by what they are called, each metric over common axes. */
    public static Html of(Map<String, List<StepMetrics>> runs) {
        return drawn("overlaid", OverlaidFigures.of(runs), true);
    }

    private static Html drawn(String fragment, List<Figure> figures, boolean labels) {
        if (figures.isEmpty()) {
            return Html.NONE;
        }
        List<Html> parts =
                figures.stream().map(figure -> figure(figure, labels)).toList();
        return TEMPLATE.fill(fragment, Map.of("figures", Html.join(parts)));
    }

    private static Html figure(Figure figure, boolean labels) {
        int first = figure.panels().stream().mapToInt(Panel::firstStep).min().orElse(0);
        int last = figure.panels().stream().mapToInt(Panel::lastStep).max().orElse(0);
        double height = figure.panels().size() == 1 ? 282 : 132;
        List<Html> panels = new ArrayList<>();
        for (Panel panel : figure.panels()) {
            String title = panel.label().isEmpty() ? figure.title() : figure.title() + ": " + panel.label();
            panels.add(TEMPLATE.fill(
                    "panel",
                    Map.of(
                            "label",
                            labels ? TEMPLATE.fill("label", Map.of("text", panel.label())) : Html.NONE,
                            "legend",
                            legend(panel),
                            "plot",
                            PanelPlot.draw(panel, first, last, height, description(title, panel)))));
        }
        return TEMPLATE.fill(
                "figure", Map.of("title", figure.title(), "note", figure.note(), "panels", Html.join(panels)));
    }

    private static Html legend(Panel panel) {
        List<Html> entries = new ArrayList<>();
        for (Series series : panel.series()) {
            entries.add(TEMPLATE.fill(
                    "legend",
                    Map.of(
                            "colour",
                            series.colour(),
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
