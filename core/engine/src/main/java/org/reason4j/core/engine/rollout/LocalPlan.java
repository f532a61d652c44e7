package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A plan in this process. Of sequences in one round that begin alike, the longest reads the common prefix; the others are
 * queued as soon as it is cached.
 */
final class LocalPlan implements SequenceWriter.Plan {

    private final PlanCache cache;
    private final Consumer<CachedSequence> queue;
    private final Consumer<LocalPlan> closed;
    private final List<Follower> followers = new ArrayList<>(); // not queued yet

    /**
     * Opens a plan.
     *
     * @param queue takes a sequence that can be written
     * @param closed is told that the plan and its cache are closed
     */
    LocalPlan(PlanCache cache, Consumer<CachedSequence> queue, Consumer<LocalPlan> closed) {
        this.cache = cache;
        this.queue = queue;
        this.closed = closed;
    }

    /** A sequence that waits until its leader's first {@code shared} tokens are cached. */
    private record Follower(CachedSequence sequence, CachedSequence leader, int shared) {

        boolean isReady() {
            return leader.shared() >= shared;
        }
    }

    @Override
    public void add(List<Sequence> round) {
        List<CachedSequence> all = round.stream()
                .map(sequence -> new CachedSequence(sequence, Optional.of(cache)))
                .toList();
        List<Follower> later = followers(all);
        Set<CachedSequence> waiting = later.stream().map(Follower::sequence).collect(Collectors.toSet());
        all.forEach(sequence -> cache.retain(sequence.sequence().prompt()));
        all.stream().filter(sequence -> !waiting.contains(sequence)).forEach(queue);
        later.forEach(follower -> follower.leader().shareAt(follower.shared()));
        followers.addAll(later);
    }

    /** Sequences of a round whose prefixes begin with what another one is going to read. */
    private List<Follower> followers(List<CachedSequence> round) {
        List<Follower> found = new ArrayList<>();
        List<CachedSequence> readers = new ArrayList<>(); // of tokens that are not cached
        List<CachedSequence> longestFirst = round.stream()
                .sorted(Comparator.comparingInt(
                                (CachedSequence one) -> one.sequence().known())
                        .reversed())
                .toList();
        for (CachedSequence each : longestFirst) {
            Sequence sequence = each.sequence();
            int cached = cache.shared(sequence);
            Optional<Follower> follower = readers.stream()
                    .map(leader -> new Follower(each, leader, leader.sequence().sharedWith(sequence)))
                    .filter(candidate -> candidate.shared() > cached)
                    .max(Comparator.comparingInt(Follower::shared));
            follower.ifPresent(found::add);
            if (follower.map(Follower::shared).orElse(cached) < sequence.known() - 1) {
                readers.add(each);
            }
        }
        return found;
    }

    /** Queues the sequences whose common prefix is cached by now. */
    void queueFollowers() {
        followers.stream().filter(Follower::isReady).map(Follower::sequence).forEach(queue);
        followers.removeIf(Follower::isReady);
    }

    boolean hasFollowers() {
        return !followers.isEmpty();
    }

    @Override
    public long cachedTokens() {
        return cache.tokens();
    }

    @Override
    public void close() {
        cache.close();
        closed.accept(this);
    }
}
