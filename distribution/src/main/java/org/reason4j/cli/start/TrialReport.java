package org.reason4j.cli.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.track.CompletionsTracker;
import org.reason4j.core.host.track.ConsoleFields;
import org.reason4j.core.host.track.MetricNames;
import org.reason4j.core.host.track.Numbers;

/** The report of a few steps of a recipe. */
final class TrialReport {

    /** Characters of a response that are shown of its beginning, and of its end, where the answer stands. */
    private static final int SHOWN = 240;

    private static final String INDENT = " ".repeat(19);

    private final Recipe whole;
    private final Trial trial;
    private final int heldOut;
    private final StringBuilder text = new StringBuilder();

    /**
     * Prepares the report.
     *
     * @param whole the recipe as it is meant
     * @param trial steps of it
     * @param heldOut examples that measure, before {@code evaluation.limit}
     */
    TrialReport(Recipe whole, Trial trial, int heldOut) {
        this.whole = whole;
        this.trial = trial;
        this.heldOut = heldOut;
    }

    String text() {
        answers();
        rewards();
        mean(MetricNames.FLAT_GROUPS)
                .ifPresent(flat -> line(
                        "groups with signal",
                        Numbers.percent(1 - flat) + ": responses to one prompt differ in reward"));
        mean(MetricNames.TRUNCATED).ifPresent(share -> line("truncated", truncated(share)));
        response("a right response", true);
        response("a wrong response", false);
        values("memory/resident_mb")
                .max()
                .ifPresent(memory -> line("memory", Numbers.compact(memory / 1024) + " GB after a step"));
        time();
        whole.supervised()
                .ifPresent(stage -> line(
                        "supervised stage",
                        "its first steps were made, of " + stage.steps() + ": responses get better with the rest"));
        line("coach", trial.alarms().isEmpty() ? "nothing to say" : String.join("\n" + INDENT, trial.alarms()));
        return text.toString();
    }

    private void answers() {
        double responses =
                trial.steps().stream().mapToDouble(TrialReport::responses).sum();
        for (String key : readingRewards()) {
            double unread = mean(MetricNames.REWARDS_PREFIX + key + MetricNames.NO_ANSWER_SUFFIX)
                    .orElse(0);
            line(
                    "answers read",
                    Math.round((1 - unread) * responses) + " of " + Math.round(responses) + ", by the reward '" + key
                            + "'");
        }
    }

    /** Responses that were sampled in a step. */
    private static double responses(Map<String, Double> step) {
        double length = step.getOrDefault(MetricNames.RESPONSE_LENGTH, 0.0);
        return length == 0 ? 0 : step.getOrDefault("throughput/response_tokens", 0.0) / length;
    }

    private void rewards() {
        for (RewardTerm reward : whole.rewards()) {
            String prefix = MetricNames.REWARDS_PREFIX + reward.metricName();
            String mean = mean(prefix + MetricNames.MEAN_SUFFIX).stream()
                    .mapToObj(value -> "mean " + Numbers.compact(value) + ", deviation "
                            + Numbers.compact(mean(prefix + "/std").orElse(0)))
                    .findFirst()
                    .orElse("no values");
            line("reward " + reward.metricName(), mean + missing(prefix));
        }
    }

    private String missing(String prefix) {
        StringBuilder counts = new StringBuilder();
        for (String kind : List.of("failed", "timed_out", "unscorable")) {
            long count = Math.round(values(prefix + "/" + kind).sum());
            if (count > 0) {
                counts.append(", ").append(count).append(' ').append(kind.replace('_', ' '));
            }
        }
        return counts.toString();
    }

    private String truncated(double share) {
        return Numbers.percent(share) + " of the responses, at "
                + whole.rollout().maxTokens() + " tokens; they have "
                + Numbers.compact(mean(MetricNames.RESPONSE_LENGTH).orElse(0)) + " on average";
    }

    private void response(String label, boolean right) {
        String measure = whole.evaluation()
                .reward()
                .or(() -> whole.rewards().stream().findFirst())
                .map(RewardTerm::metricName)
                .orElse("");
        Optional<ScoredTrajectory> found =
                trial.response(measure, whole.evaluation().threshold(), right);
        line(label, found.map(TrialReport::shown).orElse("none in these steps"));
    }

    private static String shown(ScoredTrajectory scored) {
        return "to: "
                + shortened(CompletionsTracker.question(scored.trajectory().prompt())) + "\n" + INDENT
                + shortened(scored.trajectory().text());
    }

    private static String shortened(String text) {
        String flat = text.strip().replaceAll("\\s*\\R\\s*", " / ");
        if (flat.codePointCount(0, flat.length()) <= 2 * SHOWN) {
            return flat;
        }
        int head = flat.offsetByCodePoints(0, SHOWN);
        int tail = flat.offsetByCodePoints(flat.length(), -SHOWN);
        return flat.substring(0, head) + " … " + flat.substring(tail);
    }

    private void time() {
        Map<String, Double> last = trial.steps().get(trial.steps().size() - 1); // the first one warms up
        double step = last.getOrDefault(MetricNames.STEP_SECONDS, 0.0);
        line("seconds per step", Numbers.compact(step) + stages(last));
        double training = step * whole.steps();
        double measuring = heldOutResponses() * secondsPerResponse(last);
        double supervised = whole.supervised()
                .map(stage -> stage.steps() * trial.supervisedSeconds().orElse(0))
                .orElse(0.0);
        List<String> parts = new ArrayList<>();
        parts.add(whole.steps() + " steps " + ConsoleFields.duration(training));
        if (measuring > 0) {
            parts.add("held-out problems " + ConsoleFields.duration(measuring));
        }
        if (supervised > 0) {
            parts.add("supervised stage " + ConsoleFields.duration(supervised));
        }
        line(
                "whole recipe",
                "about " + ConsoleFields.duration(training + measuring + supervised) + ": " + String.join(", ", parts));
    }

    private static String stages(Map<String, Double> step) {
        return step.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(MetricNames.TIME_PREFIX)
                        && !entry.getKey().equals(MetricNames.STEP_SECONDS))
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(entry -> entry.getKey().substring(MetricNames.TIME_PREFIX.length()) + " "
                        + Numbers.compact(entry.getValue()))
                .collect(Collectors.joining(", ", ": ", ""));
    }

    private static double secondsPerResponse(Map<String, Double> step) {
        double responses = responses(step);
        return responses == 0 ? 0 : step.getOrDefault("time/rollout", 0.0) / responses;
    }

    /** Responses to held-out problems in the whole run: before, after and in between. */
    private long heldOutResponses() {
        int limit = whole.evaluation().limit();
        long problems = limit == 0 ? heldOut : Math.min(limit, heldOut);
        int during = whole.evaluation().during();
        long greedy = during == 0 ? problems : Math.min(during, problems);
        int every = whole.evaluation().every();
        return 2 * problems * (1 + whole.evaluation().samples()) + (every == 0 ? 0 : whole.steps() / every * greedy);
    }

    /** Keys of the rewards that read answers. */
    private List<String> readingRewards() {
        String suffix = MetricNames.NO_ANSWER_SUFFIX;
        return trial.steps().stream()
                .flatMap(step -> step.keySet().stream())
                .filter(name -> name.startsWith(MetricNames.REWARDS_PREFIX) && name.endsWith(suffix))
                .map(name -> name.substring(MetricNames.REWARDS_PREFIX.length(), name.length() - suffix.length()))
                .distinct()
                .sorted()
                .toList();
    }

    private OptionalDouble mean(String name) {
        return values(name).average();
    }

    /** The values of a metric in the steps that have it. */
    private DoubleStream values(String name) {
        return trial.steps().stream()
                .filter(step -> step.containsKey(name))
                .mapToDouble(step -> step.getOrDefault(name, 0.0));
    }

    private void line(String label, String value) {
        text.append(String.format(Locale.ROOT, "%-18s ", label)).append(value).append('\n');
    }
}
