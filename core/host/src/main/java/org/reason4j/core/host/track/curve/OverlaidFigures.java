package org.reason4j.core.host.track.curve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.core.host.track.StepMetrics;
import org.reason4j.core.host.track.curve.Figure.Panel;
import org.reason4j.core.host.track.curve.Figure.Series;
import org.reason4j.core.host.track.curve.Figure.Unit;

/**
 * The figures of several runs laid over each other: a panel for each curve that a single run would have, with a curve for each
 * run. A run without that metric keeps its colour for the others.
 */
final class OverlaidFigures {

    /** Place of a run's curve in its figure. */
    private record Place(String label, String curve, Unit unit) {}

    private OverlaidFigures() {}

    /**
     * Lays runs over each other.
     *
     * @param runs their steps, by what each is called
     */
    static List<Figure> of(Map<String, List<StepMetrics>> runs) {
        List<String> numbers = List.copyOf(runs.keySet());
        Map<String, String> notes = new LinkedHashMap<>();
        Map<String, Map<Place, Map<String, Series>>> places = new LinkedHashMap<>();
        runs.forEach((run, steps) -> Figures.of(steps).forEach(figure -> {
            notes.putIfAbsent(figure.title(), figure.note());
            Map<Place, Map<String, Series>> own =
                    places.computeIfAbsent(figure.title(), title -> new LinkedHashMap<>());
            for (Panel panel : figure.panels()) {
                for (Series series : panel.series()) {
                    own.computeIfAbsent(
                                    new Place(panel.label(), series.name(), panel.unit()),
                                    place -> new LinkedHashMap<>())
                            .put(run, new Series(run, series.points(), numbers.indexOf(run)));
                }
            }
        }));
        List<Figure> figures = new ArrayList<>();
        places.forEach((title, panels) -> figures.add(new Figure(
                title,
                notes.getOrDefault(title, ""),
                panels.entrySet().stream()
                        .map(panel -> new Panel(
                                panel.getKey().curve(),
                                panel.getKey().unit(),
                                false,
                                List.copyOf(panel.getValue().values())))
                        .toList())));
        return figures;
    }
}
