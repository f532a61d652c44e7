package org.reason4j.reward.dense.label;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.track.RunInfo;
import org.reason4j.api.track.Tracker;
import org.reason4j.reward.dense.step.StepTokens;

/**
 * Writes responses with the labels of {@code mc-step-label} to {@code plugins/reward-dense/step-labels.jsonl} of the run: data for
 * training a process reward model.
 *
 * <p>A line holds {@code step}, the conversation {@code messages}, {@code labels} (a number per step) and {@code response}, the
 * steps with the tag and a verdict after each, which a supervised stage imitates. After a resume every step is there exactly once.
 * A response without labels is left out.
 */
public final class StepLabelsTracker implements Tracker {

    private static final Pattern STEP = Pattern.compile("\\{\"step\":(\\d+),.*");

    private final StepLabelsConfig config;
    private final Tokenizer tokenizer;
    private final Path file;

    /** Created by core, from the tracker's settings. */
    public StepLabelsTracker(StepLabelsConfig config, Tokenizer tokenizer, RunInfo run) {
        this.config = config;
        this.tokenizer = tokenizer;
        file = run.directory().resolve("plugins").resolve("reward-dense").resolve("step-labels.jsonl");
    }

    /** Forgets lines of the first step and of later ones. */
    @Override
    public void started(int firstStep, int steps) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            List<String> kept = Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> stepOf(line) < firstStep)
                            .toList()
                    : List.of();
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(beside, kept);
            Files.move(beside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The labelled steps in " + file + " can't be written: " + e.getMessage(), e);
        }
    }

    /** The step of a line; one that was cut off belongs to none that is kept. */
    private static int stepOf(String line) {
        Matcher matcher = STEP.matcher(line);
        return matcher.matches() && line.endsWith("}") ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {}

    @Override
    public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
        List<String> lines = new ArrayList<>();
        for (ScoredGroup group : groups) {
            for (ScoredTrajectory scored : group.trajectories()) {
                Trajectory response = scored.trajectory();
                if (response.find(McStepLabelReward.LABELS).isPresent()) {
                    lines.add(line(step, response));
                }
            }
        }
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The labelled steps in " + file + " can't be written: " + e.getMessage(), e);
        }
    }

    private String line(int step, Trajectory response) {
        int[] tokens = response.response();
        float[] ends = numbers(response, StepTokens.ENDS);
        float[] labels = numbers(response, McStepLabelReward.LABELS);
        StringBuilder text = new StringBuilder();
        List<String> known = new ArrayList<>();
        int start = 0;
        for (int t = 0; t < ends.length; t++) {
            if (ends[t] > 0) {
                text.append(tokenizer.decode(Arrays.copyOfRange(tokens, start, t + 1), true))
                        .append(config.tag())
                        .append(labels[t] >= 0.5 ? config.positive() : config.negative())
                        .append(config.between());
                known.add(Float.toString(labels[t]));
                start = t + 1;
            }
        }
        return "{\"step\":" + step + ",\"messages\":[" + messages(response) + "],\"labels\":[" + String.join(",", known)
                + "],\"response\":" + JsonText.quoted(text.toString()) + "}";
    }

    private static float[] numbers(Trajectory response, TokenStream stream) {
        return response.find(stream).orElseGet(() -> new float[response.length()]);
    }

    private static String messages(Trajectory response) {
        return response.prompt().messages().stream()
                .map(StepLabelsTracker::message)
                .collect(Collectors.joining(","));
    }

    private static String message(Message message) {
        return "{\"role\":" + JsonText.quoted(message.role()) + ",\"content\":" + JsonText.quoted(message.content())
                + "}";
    }
}
