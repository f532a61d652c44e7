package org.reason4j.core.trainer.experience;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.rollout.partial.PartialResponse;

/**
 * Groups that were begun and are not trained on yet, oldest first.
 *
 * <p>A group may be trained on while the version of the weights is at most {@code staleness} above that of its first token.
 * Batches are taken oldest first, and a batch takes as many groups as it has prompts. So a group that has time for {@code j}
 * further steps waits for its turn safely as long as all groups with no more time than it fit into this batch and the
 * {@code j} after it. {@link #due} names those that have to be finished for this batch to keep it so.
 */
final class GroupsUnderWay {

    private final int staleness;
    private final int updatesPerStep;
    private final int promptsPerBatch;
    private final int lastBatch;
    private final List<Begun> groups = new ArrayList<>();
    private final TreeMap<Integer, Integer> sizes = new TreeMap<>(); // prompts of batches that were begun, by number

    /**
     * A group whose responses are written in parts.
     *
     * @param batch number of the batch that its prompt belongs to
     * @param version of the weights that wrote its first tokens
     * @param responses in the order of their samples
     */
    record Begun(Prompt prompt, int batch, long version, List<PartialResponse> responses) {

        Begun {
            responses = List.copyOf(responses);
        }

        boolean isFinished() {
            return responses.stream().allMatch(PartialResponse::finished);
        }

        Group group() {
            List<Trajectory> written =
                    responses.stream().map(PartialResponse::trajectory).toList();
            return Group.of(prompt, written);
        }
    }

    /**
     * No group at first.
     *
     * @param staleness most updates between the weights that wrote a token and those that it trains
     * @param updatesPerStep most updates of a step
     * @param promptsPerBatch usual number of prompts of a batch, which those that were not begun are taken to have
     * @param lastBatch number of the last batch that will be begun
     */
    GroupsUnderWay(int staleness, int updatesPerStep, int promptsPerBatch, int lastBatch) {
        this.staleness = staleness;
        this.updatesPerStep = updatesPerStep;
        this.promptsPerBatch = promptsPerBatch;
        this.lastBatch = lastBatch;
    }

    /** All groups, oldest first. */
    List<Begun> all() {
        return List.copyOf(groups);
    }

    /** Numbers of prompts of the batches that were begun and not taken, by number of the batch. */
    Map<Integer, Integer> sizes() {
        return sizes;
    }

    /** Number of the newest batch that was begun; 0 for none. */
    int newestBatch() {
        return sizes.isEmpty() ? 0 : sizes.lastKey();
    }

    /** Adds the groups of a batch. */
    void begin(int batch, List<Begun> added) {
        sizes.put(batch, added.size());
        groups.addAll(added);
    }

    /** Puts groups back as a checkpoint had them. */
    void restore(Map<Integer, Integer> batches, List<Begun> begun) {
        sizes.putAll(batches);
        groups.addAll(begun);
    }

    /** Replaces groups by what has become of them. */
    void replace(UnaryOperator<Begun> writing) {
        groups.replaceAll(writing);
    }

    /** Number of groups whose responses are all finished. */
    int finished() {
        return (int) groups.stream().filter(Begun::isFinished).count();
    }

    /**
     * The groups, oldest first, that have to be written to their end now, such that this batch and every one after it can
     * train on all tokens that would be too old later.
     *
     * @param batch number of the batch
     * @param version of the weights that it trains
     */
    List<Begun> due(int batch, long version) {
        List<Begun> due = new ArrayList<>();
        int room = 0; // of the batches after this one, up to the last that a group has time for
        for (int steps = 0; steps <= staleness / updatesPerStep; steps++) {
            room += steps == 0 ? 0 : size(batch + steps);
            List<Begun> early = withTimeFor(steps, version);
            long finished = early.stream()
                    .filter(group -> group.isFinished() || due.contains(group))
                    .count();
            early.stream()
                    .filter(group -> !group.isFinished() && !due.contains(group))
                    .limit(Math.max(0, early.size() - room - finished))
                    .forEach(due::add);
        }
        return due;
    }

    /** Groups that can wait for at most so many further steps. */
    private List<Begun> withTimeFor(int steps, long version) {
        return groups.stream()
                .filter(group -> Math.floorDiv(staleness - (version - group.version()), updatesPerStep) <= steps)
                .toList();
    }

    private int size(int batch) {
        return sizes.getOrDefault(batch, batch <= lastBatch ? promptsPerBatch : 0);
    }

    /** The oldest groups that are not finished, so many of them or all. */
    List<Begun> oldestOpen(int count) {
        return groups.stream().filter(group -> !group.isFinished()).limit(count).toList();
    }

    /**
     * Takes the oldest finished groups, as many as the batch has prompts; more where later batches turned out so small that
     * these would be too old for them.
     */
    List<Group> take(int batch, long version) {
        List<Begun> taken = groups.stream()
                .filter(Begun::isFinished)
                .limit(Math.max(size(batch), withTimeFor(0, version).size()))
                .toList();
        groups.removeAll(taken);
        sizes.headMap(batch, true).clear();
        return taken.stream().map(Begun::group).toList();
    }
}
