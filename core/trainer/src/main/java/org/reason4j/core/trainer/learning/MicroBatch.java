package org.reason4j.core.trainer.learning;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.TokenRows;

/**
 * Trajectories that go through the model together: {@code B} responses of at most {@code T} tokens, of which {@code M} in
 * all are scored. These are the learned ones, and where a loss observes, all others of the same responses; one without a learned
 * token is never in a micro-batch.
 */
public final class MicroBatch {

    /** Share of the tokens below which batches that compute each prompt once are taken. */
    private static final double WORTH_SHARING = 0.9;

    /** What a batch may take more than its budget, for sizes of a pass are rounded up: twice a sixteenth. */
    private static final double ROUNDED = 1.125;

    private final List<Trajectory> trajectories;
    private final int[] indices;
    private final TokenRows rows = new TokenRows();
    private final int width;
    private final boolean observing;

    private MicroBatch(List<Trajectory> all, List<Integer> members, boolean observing) {
        this.observing = observing;
        trajectories = members.stream().map(all::get).toList();
        indices = members.stream().mapToInt(Integer::intValue).toArray();
        width = trajectories.stream().mapToInt(Trajectory::length).max().orElse(0);
        trajectories.forEach(one -> rows.add(one.prompt().tokens(), one.response(), scored(one), one.temperature()));
    }

    private boolean[] scored(Trajectory one) {
        boolean[] scored = one.learned();
        if (observing) {
            Arrays.fill(scored, true);
        }
        return scored;
    }

    /**
     * Splits trajectories by length, or by prompt where that saves a tenth of the tokens that are computed.
     *
     * @param tokens most tokens of prompts and responses in one micro-batch, see {@link TokenBudget}
     */
    public static List<MicroBatch> split(List<Trajectory> all, int tokens) {
        return split(all, Optional.empty(), tokens, false);
    }

    /**
     * Splits trajectories by length or by prompt, units of them undivided.
     *
     * @param units unit of each trajectory, see {@link Units}; empty where each is alone
     * @param tokens most tokens of prompts and responses in one micro-batch; a larger unit is alone
     * @param observing whether tokens that are not learned are scored, too
     */
    static List<MicroBatch> split(List<Trajectory> all, Optional<int[]> units, int tokens, boolean observing) {
        int[] lengths = lengths(all);
        if (units.isPresent()) {
            return of(all, TokenBudget.split(lengths, units.get(), tokens), observing);
        }
        List<MicroBatch> byLength = of(all, TokenBudget.split(lengths, tokens), observing);
        int[] prompts = prompts(all);
        if (IntStream.of(prompts).distinct().count() == all.size()) {
            return byLength;
        }
        int[] promptTokens =
                all.stream().mapToInt(one -> one.prompt().tokens().length).toArray();
        Comparator<Integer> order = Comparator.comparing(i -> all.get(i).response(), Arrays::compare);
        List<MicroBatch> byPrompt =
                of(all, TokenBudget.splitByPrompt(lengths, prompts, promptTokens, tokens, order), observing);
        boolean fit =
                byPrompt.stream().allMatch(batch -> batch.size() == 1 || computed(List.of(batch)) <= ROUNDED * tokens);
        return fit && computed(byPrompt) < WORTH_SHARING * computed(byLength) ? byPrompt : byLength;
    }

    private static List<MicroBatch> of(List<Trajectory> all, List<List<Integer>> batches, boolean observing) {
        return batches.stream()
                .map(members -> new MicroBatch(all, members, observing))
                .toList();
    }

    /** For each trajectory the first one with the same prompt. */
    private static int[] prompts(List<Trajectory> all) {
        Map<IntBuffer, Integer> first = new HashMap<>();
        int[] prompts = new int[all.size()];
        for (int i = 0; i < prompts.length; i++) {
            IntBuffer tokens = IntBuffer.wrap(all.get(i).prompt().tokens());
            prompts[i] = first.getOrDefault(tokens, i);
            first.putIfAbsent(tokens, i);
        }
        return prompts;
    }

    private static long computed(List<MicroBatch> batches) {
        return batches.stream().mapToLong(batch -> batch.rows.computedTokens()).sum();
    }

    private static int[] lengths(List<Trajectory> all) {
        return all.stream()
                .mapToInt(one -> one.learnedTokens() > 0 ? length(one) : 0)
                .toArray();
    }

    private static int length(Trajectory trajectory) {
        return trajectory.prompt().tokens().length + trajectory.length();
    }

    /** Number of trajectories, {@code B}. */
    public int size() {
        return trajectories.size();
    }

    /** Most response tokens, {@code T}. */
    int width() {
        return width;
    }

    /** Tokens of prompts and responses, without padding. */
    long tokens() {
        return trajectories.stream().mapToLong(MicroBatch::length).sum();
    }

    Trajectory trajectory(int i) {
        return trajectories.get(i);
    }

    /** The place of the i-th trajectory among those that were split. */
    public int index(int i) {
        return indices[i];
    }

    /** Prompts and responses as the model takes them. */
    public TokenRows rows() {
        return rows;
    }

    /** True if tokens that are not learned are scored, too. */
    boolean isObserving() {
        return observing;
    }

    /** Numbers per scored token, {@code [M]}, as streams of the trajectories, {@code [L]} each, with 0 elsewhere. */
    public List<float[]> perTrajectory(float[] scored) {
        List<float[]> streams = new ArrayList<>();
        int next = 0;
        for (Trajectory trajectory : trajectories) {
            float[] stream = new float[trajectory.length()];
            for (int t = 0; t < stream.length; t++) {
                stream[t] = observing || trajectory.isLearned(t) ? scored[next++] : 0;
            }
            streams.add(stream);
        }
        return streams;
    }

    /** Those of learned tokens among numbers per scored token, {@code [M]}: a padded matrix, {@code [B, T]} flattened, else 0. */
    float[] padded(float[] scored) {
        return padded(perTrajectory(scored));
    }

    /** Those of tokens that are not learned, as {@link #padded(float[])}. */
    float[] observed(float[] scored) {
        return padded(perTrajectory(scored), false);
    }

    /** Streams, {@code [L]} each, as a padded matrix, {@code [B, T]} flattened, with 0 where a token is not learned. */
    float[] padded(List<float[]> streams) {
        return padded(streams, true);
    }

    private float[] padded(List<float[]> streams, boolean ofLearned) {
        float[] matrix = new float[size() * width];
        for (int row = 0; row < size(); row++) {
            boolean[] learned = trajectories.get(row).learned();
            for (int t = 0; t < learned.length; t++) {
                matrix[row * width + t] = learned[t] == ofLearned ? streams.get(row)[t] : 0;
            }
        }
        return matrix;
    }

    /** Those of learned tokens among numbers per scored token, {@code [M]}, in their order. */
    float[] learned(float[] scored) {
        if (!observing) {
            return scored;
        }
        float[] learned = new float
                [trajectories.stream().mapToInt(Trajectory::learnedTokens).sum()];
        int from = 0;
        int to = 0;
        for (Trajectory trajectory : trajectories) {
            for (int t = 0; t < trajectory.length(); t++, from++) {
                if (trajectory.isLearned(t)) {
                    learned[to++] = scored[from];
                }
            }
        }
        return learned;
    }

    /** 1 on learned tokens, else 0, {@code [B, T]} flattened. */
    float[] mask() {
        List<float[]> ones = trajectories.stream()
                .map(trajectory -> {
                    float[] stream = new float[trajectory.length()];
                    Arrays.fill(stream, 1);
                    return stream;
                })
                .toList();
        return padded(ones);
    }

    /** The place of each scored token in a padded matrix, {@code [B, T]} flattened; {@code [M]}. */
    int[] places() {
        int[] places = new int[rows.scored()];
        int next = 0;
        for (int row = 0; row < size(); row++) {
            Trajectory trajectory = trajectories.get(row);
            for (int t = 0; t < trajectory.length(); t++) {
                if (observing || trajectory.isLearned(t)) {
                    places[next++] = row * width + t;
                }
            }
        }
        return places;
    }

    /** The scored tokens' entries of a padded matrix, {@code [B, T]} flattened, in their order, {@code [M]}. */
    public float[] scored(float[] matrix) {
        int[] places = places();
        float[] scored = new float[places.length];
        for (int m = 0; m < scored.length; m++) {
            scored[m] = matrix[places[m]];
        }
        return scored;
    }
}
