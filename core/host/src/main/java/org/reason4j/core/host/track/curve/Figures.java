package org.reason4j.core.host.track.curve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.track.MetricNames;
import org.reason4j.core.host.track.StepMetrics;
import org.reason4j.core.host.track.curve.Figure.Panel;
import org.reason4j.core.host.track.curve.Figure.Point;
import org.reason4j.core.host.track.curve.Figure.Series;
import org.reason4j.core.host.track.curve.Figure.Unit;

/** Which metrics make which figure. A figure, panel or curve without any value is left out. */
final class Figures {

    private final List<StepMetrics> steps;

    private Figures(List<StepMetrics> steps) {
        this.steps = steps;
    }

    static List<Figure> of(List<StepMetrics> steps) {
        return withPanels(new Figures(steps).all());
    }

    static List<Figure> ofSupervised(List<StepMetrics> steps) {
        Figures figures = new Figures(steps);
        Figure loss = figure(
                "Loss",
                "Of each step’s batch, before its update; less is better.",
                figures.lines("", Unit.NUMBER, Map.of(MetricNames.SUPERVISED_LOSS, "loss")));
        return withPanels(Stream.of(
                loss,
                figures.updates(
                        "Supervised updates",
                        MetricNames.SUPERVISED_GRADIENT_NORM,
                        MetricNames.SUPERVISED_LEARNING_RATE)));
    }

    private static List<Figure> withPanels(Stream<Figure> figures) {
        return figures.filter(figure -> !figure.panels().isEmpty()).toList();
    }

    /** Every figure; a table, long because it has an entry per figure. */
    private Stream<Figure> all() {
        return Stream.of(
                figure("Reward", "Mean over the responses of a step; more is better.", rewards()),
                figure(
                        "Shares of the reward",
                        "What each reward contributes to their sum, after clip, weight and gates.",
                        shares()),
                figure(
                        "Groups left out",
                        "By filters, each for its reason, and those beyond the number that a step wants.",
                        lines("", Unit.NUMBER, named(MetricNames.FILTER_PREFIX, MetricNames.GROUPS_SUFFIX))),
                figure(
                        "Held-out accuracy",
                        "Problems the policy never trains on, answered greedily.",
                        lines("", Unit.PERCENT, Map.of(MetricNames.ACCURACY, "greedy accuracy"))),
                figure(
                        "Models that learn beside the policy, or in its place",
                        "Loss, and the share of what they tell right, before each update.",
                        endingIn("Loss", Unit.NUMBER, MetricNames.LOSS_SUFFIX, MetricNames.POLICY_LOSS),
                        endingIn("Accuracy", Unit.PERCENT, MetricNames.ACCURACY_SUFFIX, MetricNames.ACCURACY)),
                figure(
                        "Response length",
                        "Truncated responses ended at the length limit.",
                        lines("Tokens", Unit.NUMBER, Map.of(MetricNames.RESPONSE_LENGTH, "mean tokens")),
                        lines("Truncated", Unit.PERCENT, Map.of(MetricNames.TRUNCATED, "truncated"))),
                figure(
                        "Entropy",
                        "In nats per token. Near zero, the policy has stopped exploring.",
                        lines("", Unit.NUMBER, Map.of(MetricNames.ENTROPY, "entropy"))),
                figure(
                        "KL divergence",
                        "Per token: from the reference policy, and from the policy before the step.",
                        lines(
                                "",
                                Unit.NUMBER,
                                names(
                                        MetricNames.KL_REFERENCE, "from reference",
                                        MetricNames.KL_OLD, "from old policy"))),
                figure(
                        "Clipped tokens",
                        "Share of learned tokens whose gradient the clip removes.",
                        lines(
                                "",
                                Unit.PERCENT,
                                names(MetricNames.CLIP_HIGH, "upper bound", MetricNames.CLIP_LOW, "lower bound"))),
                figure(
                        "Guards",
                        "1 while a guard raises its alarm.",
                        lines("", Unit.NUMBER, named(MetricNames.GUARD_PREFIX, MetricNames.ALARM_SUFFIX))),
                updates("Updates", MetricNames.GRADIENT_NORM, MetricNames.LEARNING_RATE),
                figure(
                        "Rollout and training",
                        "Absolute difference of a token’s log-probability when sampled and when trained on.",
                        lines("Mean", Unit.NUMBER, Map.of(MetricNames.MISMATCH_MEAN, "mean difference")),
                        lines("Largest", Unit.NUMBER, Map.of(MetricNames.MISMATCH_MAX, "largest difference"))),
                figure(
                        "Speed",
                        "Response tokens per second of the whole step, and where its time goes.",
                        lines("Tokens/s", Unit.NUMBER, Map.of(MetricNames.TOKENS_PER_SECOND, "tokens/s")),
                        stages()));
    }

    private static Figure figure(String title, String note, List<Panel> panels) {
        return new Figure(title, note, panels);
    }

    private static Figure figure(String title, String note, List<Panel> upper, List<Panel> lower) {
        return new Figure(
                title, note, Stream.of(upper, lower).flatMap(List::stream).toList());
    }

    private Figure updates(String title, String gradientNorm, String learningRate) {
        return figure(
                title,
                "Norm of the whole gradient before clipping.",
                lines("Gradient norm", Unit.NUMBER, Map.of(gradientNorm, "gradient norm")),
                lines("Learning rate", Unit.NUMBER, Map.of(learningRate, "learning rate")));
    }

    private List<Panel> rewards() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(MetricNames.REWARD, "reward");
        Map<String, String> single = named(MetricNames.REWARDS_PREFIX, MetricNames.MEAN_SUFFIX);
        if (single.size() > 1 || !names().contains(MetricNames.REWARD)) { // a single reward is the reward
            names.putAll(single);
        }
        return lines("", Unit.NUMBER, names);
    }

    private List<Panel> shares() {
        Map<String, String> shares = named(MetricNames.REWARDS_PREFIX, MetricNames.SHARE_SUFFIX);
        return shares.size() > 1 ? lines("", Unit.NUMBER, shares) : List.of();
    }

    /** Metrics whose names begin and end so, each with what stands between. */
    private Map<String, String> named(String prefix, String suffix) {
        Map<String, String> named = new LinkedHashMap<>();
        names().stream()
                .filter(name -> name.startsWith(prefix)
                        && name.endsWith(suffix)
                        && name.length() > prefix.length() + suffix.length())
                .forEach(name -> named.put(name, name.substring(prefix.length(), name.length() - suffix.length())));
        return named;
    }

    /** Curves of all metrics whose names end so, but for one, called by what stands before. */
    private List<Panel> endingIn(String label, Unit unit, String end, String except) {
        Map<String, String> found = new LinkedHashMap<>();
        names().stream()
                .filter(name -> name.endsWith(end) && !name.equals(except))
                .forEach(name -> found.put(name, name.substring(0, name.length() - end.length())));
        return lines(label, unit, found);
    }

    private List<Panel> stages() {
        Map<String, String> stages = new LinkedHashMap<>();
        names().stream()
                .filter(name -> name.startsWith(MetricNames.TIME_PREFIX) && !name.equals(MetricNames.STEP_SECONDS))
                .forEach(name -> stages.put(name, name.substring(MetricNames.TIME_PREFIX.length())));
        if (stages.isEmpty()) {
            return lines("Seconds", Unit.SECONDS, Map.of(MetricNames.STEP_SECONDS, "step"));
        }
        List<Series> series = new ArrayList<>();
        stages.forEach((name, label) -> series.add(new Series(
                label,
                steps.stream()
                        .map(step -> new Point(
                                step.step(), finiteOrZero(step.values().get(name))))
                        .toList(),
                series.size())));
        return List.of(new Panel("Seconds", Unit.SECONDS, true, series));
    }

    private List<Panel> lines(String label, Unit unit, Map<String, String> names) {
        List<Series> series = new ArrayList<>();
        names.forEach((name, title) -> {
            List<Point> points = steps.stream()
                    .map(step -> point(step, name))
                    .filter(Objects::nonNull)
                    .toList();
            if (!points.isEmpty()) {
                series.add(new Series(title, points, series.size()));
            }
        });
        return series.isEmpty() ? List.of() : List.of(new Panel(label, unit, false, series));
    }

    private static @Nullable Point point(StepMetrics step, String name) {
        Double value = step.values().get(name);
        return value == null || !Double.isFinite(value) ? null : new Point(step.step(), value);
    }

    private static double finiteOrZero(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? 0 : value;
    }

    private SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        steps.forEach(step -> names.addAll(step.values().keySet()));
        return names;
    }

    private static Map<String, String> names(String first, String firstTitle, String second, String secondTitle) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(first, firstTitle);
        names.put(second, secondTitle);
        return names;
    }
}
