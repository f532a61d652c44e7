package org.reason4j.agents.play;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * Turns that several threads want of the policy at the same time. Those that ask while others are being answered wait, and are
 * answered together; what one gets does not depend on the others, nor does its failure.
 */
final class SharedTurns {

    private final RolloutEngine policy;
    private final ReentrantLock turn = new ReentrantLock();
    private final Deque<Asked> waiting = new ArrayDeque<>(); // guarded by itself

    SharedTurns(RolloutEngine policy) {
        this.policy = policy;
    }

    /** Requests of one thread with their answer, which the thread that has the turn writes. */
    private static final class Asked {
        private final List<RolloutRequest> requests;
        private Optional<List<Trajectory>> written = Optional.empty();
        private Optional<RuntimeException> failure = Optional.empty();

        Asked(List<RolloutRequest> requests) {
            this.requests = requests;
        }
    }

    /** Returns one turn per request, in order. */
    List<Trajectory> write(List<RolloutRequest> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        Asked asked = new Asked(List.copyOf(requests));
        synchronized (waiting) {
            waiting.add(asked);
        }
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            synchronized (waiting) {
                waiting.remove(asked);
            }
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while others were asking the policy", e);
        }
        try {
            if (asked.written.isEmpty() && asked.failure.isEmpty()) {
                answerAll();
            }
        } finally {
            turn.unlock();
        }
        return asked.written.orElseThrow(() -> {
            RuntimeException failure = asked.failure.orElseThrow();
            return new IllegalStateException("the policy wrote no turn: " + failure.getMessage(), failure);
        });
    }

    /** Answers all that wait, this thread included. */
    private void answerAll() {
        List<Asked> all;
        synchronized (waiting) {
            all = new ArrayList<>(waiting);
            waiting.clear();
        }
        try {
            answer(all);
        } catch (RuntimeException e) {
            all.forEach(this::answerAlone); // so that the others get their turns
        }
    }

    private void answerAlone(Asked asked) {
        try {
            answer(List.of(asked));
        } catch (RuntimeException e) {
            asked.failure = Optional.of(e);
        }
    }

    private void answer(List<Asked> all) {
        List<Trajectory> written = policy.generate(
                all.stream().flatMap(asked -> asked.requests.stream()).toList());
        int next = 0;
        for (Asked asked : all) {
            int end = next + asked.requests.size();
            asked.written = Optional.of(List.copyOf(written.subList(next, end)));
            next = end;
        }
    }

    /** Number of threads whose turns have not begun. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }
}
