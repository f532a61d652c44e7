package org.reason4j.gym.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.track.Metrics;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Families;
import org.reason4j.gym.recipe.ProblemKey.Made;

/**
 * Levels that follow the pass rate: each problem whose turn it is in the dataset {@code gym} is replaced by a new one of the same
 * family and knobs, at the level where the family stands. So the mixture stays that of the dataset, and difficulty moves.
 *
 * <p>A family begins at the level of its first problem. It goes up or down by one as {@link LevelTrack} says. A {@code rehearsal}
 * share of its problems is of a lower level, drawn evenly; they count for nothing. New problems are of the split {@code train}, and
 * a batch has none twice; it is smaller where a family has run out. Examples that are not of the gym stay as they are.
 *
 * <p>Metrics: {@code gym/level}, the mean of all families, and {@code gym/level/FAMILY}.
 */
public final class GymLevels implements Curriculum, Stateful {

    private static final long DRAWS = 0x4C45564CL; // keeps its draws apart from those of other components

    private final GymLevelsConfig config;
    private final Metrics metrics;
    private final Map<String, LevelTrack> tracks = new TreeMap<>(); // by kind of problem

    public GymLevels(GymLevelsConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return config.metric().isEmpty() ? Requirements.NONE : Requirements.rewards(config.metric());
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        ProblemSource source = new ProblemSource(batch.seed(), Split.TRAIN);
        Map<String, Example> chosen = new LinkedHashMap<>();
        List<Example> turn = batch.inOrder();
        for (int i = 0; i < turn.size(); i++) {
            Example own = turn.get(i);
            long key = SplitMix64.key(batch.seed(), DRAWS, batch.number(), i);
            Optional<ProblemKey> old = key(own.fields());
            Optional<Example> next = old.isPresent() ? renewed(own, old.get(), source, key) : Optional.of(own);
            next.ifPresent(example -> chosen.put(example.id(), example));
        }
        if (chosen.isEmpty()) {
            chosen.put(turn.get(0).id(), turn.get(0));
        }
        report();
        return List.copyOf(chosen.values());
    }

    private Optional<Example> renewed(Example own, ProblemKey old, ProblemSource source, long key) {
        int level = tracks.computeIfAbsent(old.kind(), kind -> new LevelTrack(old.level()))
                .level();
        Draws draws = new Draws(key);
        int drawn = level > 0 && draws.chance(config.rehearsal()) ? draws.below(level) : level;
        return source.find(old.family(), drawn, old.knobs(), SplitMix64.key(key, 1))
                .map(made -> like(own, old, made));
    }

    /** The example with the new problem's question in place of its own, and whatever stands round it. */
    private static Example like(Example own, ProblemKey old, Made made) {
        String before = old.problem().question();
        List<Message> messages = new ArrayList<>();
        for (Message message : own.messages()) {
            messages.add(new Message(
                    message.role(),
                    message.content().replace(before, made.problem().question())));
        }
        Map<String, Object> fields = new LinkedHashMap<>(own.fields());
        Example plain = ProblemSource.example(made, "");
        fields.putAll(plain.fields());
        return Example.of(plain.id(), messages).withFields(fields);
    }

    private static Optional<ProblemKey> key(Map<String, Object> fields) {
        return fields.get("key") instanceof String text ? Optional.of(ProblemKey.of(text)) : Optional.empty();
    }

    private void report() {
        if (!tracks.isEmpty()) {
            metrics.mean(
                    "gym/level",
                    tracks.values().stream()
                            .mapToInt(LevelTrack::level)
                            .average()
                            .orElseThrow());
            tracks.forEach((kind, track) -> metrics.mean("gym/level/" + kind, track.level()));
        }
    }

    @Override
    public void scored(int step, List<ScoredGroup> groups) {
        for (ScoredGroup group : groups) {
            key(group.prompt().fields()).ifPresent(key -> count(key, group));
        }
    }

    private void count(ProblemKey key, ScoredGroup group) {
        LevelTrack track = tracks.get(key.kind());
        if (track == null
                || track.level() != key.level()
                || group.trajectories().isEmpty()) {
            return;
        }
        long right = group.trajectories().stream()
                .filter(one -> value(one) >= config.threshold())
                .count();
        int highest = Families.named(key.family()).orElseThrow().levels().size() - 1;
        track.add(right, group.trajectories().size(), config, highest);
    }

    private double value(ScoredTrajectory one) {
        if (config.metric().isEmpty()) {
            return one.reward();
        }
        if (one.scores().get(config.metric()) instanceof Score.Value score) {
            return score.value();
        }
        throw new IllegalStateException("The reward '" + config.metric() + "' has no value for " + one.trajectory());
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> levels = new LinkedHashMap<>();
        tracks.forEach((kind, track) -> levels.put(kind, track.state()));
        return Map.of("levels", levels);
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get("levels") instanceof Map<?, ?> levels)) {
            throw new IllegalArgumentException(
                    "The saved state of curriculum 'gym-levels' lacks levels: " + state.keySet());
        }
        tracks.clear();
        levels.forEach((kind, saved) -> tracks.put(String.valueOf(kind), LevelTrack.of(String.valueOf(kind), saved)));
    }
}
