package org.reason4j.core.engine.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.text.TextModel;

/**
 * The policy as it is in the step that asks: the text model named {@code policy}. An answer depends on the question, its
 * seed, the run's seed, the step and the weights.
 *
 * <p>Threads that ask while others are being answered wait and are answered together, in one batch. The recipe's
 * environment has no part in these answers.
 */
public final class PolicyModel implements TextModel {

    /** No settings. */
    public record Config() {
        public static final Config DEFAULTS = new Config();
    }

    private final RolloutEngine rollouts;
    private final Tokenizer tokenizer;
    private final ReentrantLock turn = new ReentrantLock();
    private final Deque<Asked> waiting = new ArrayDeque<>(); // guarded by itself

    /** Keeps the services of the run. */
    public PolicyModel(Config config, RolloutEngine rollouts, Tokenizer tokenizer) {
        this.rollouts = rollouts;
        this.tokenizer = tokenizer;
    }

    /** A question and its answer or failure, which the thread that has the turn writes. */
    private static final class Asked {
        private final RolloutRequest request;
        private @Nullable Trajectory answer;
        private @Nullable RuntimeException failure;

        Asked(RolloutRequest request) {
            this.request = request;
        }

        boolean isOver() {
            return answer != null || failure != null;
        }
    }

    @Override
    public Completion complete(Request request) throws InterruptedException {
        Prompt prompt = Prompt.of(
                "text model, seed " + request.seed(), request.messages(), tokenizer.render(request.messages()));
        Asked asked = new Asked(RolloutRequest.of(prompt, 0, request.params()));
        synchronized (waiting) {
            waiting.add(asked);
        }
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            synchronized (waiting) {
                waiting.remove(asked);
            }
            throw e;
        }
        try {
            if (!asked.isOver()) {
                answerAll();
            }
        } finally {
            turn.unlock();
        }
        if (asked.failure != null) {
            throw new IllegalStateException("the policy gave no answer: " + asked.failure.getMessage(), asked.failure);
        }
        Trajectory answer = Objects.requireNonNull(asked.answer, "the thread that had the turn answered");
        return Completion.of(answer.text(), answer.finish());
    }

    /** Answers all waiting questions, that of this thread included. */
    private void answerAll() {
        List<Asked> all;
        synchronized (waiting) {
            all = new ArrayList<>(waiting);
            waiting.clear();
        }
        try {
            answer(all);
        } catch (RuntimeException e) {
            if (all.size() == 1) {
                all.get(0).failure = e;
            } else { // one question at a time, so that the others get their answers
                all.forEach(this::answerAlone);
            }
        }
    }

    private void answerAlone(Asked asked) {
        try {
            answer(List.of(asked));
        } catch (RuntimeException e) {
            asked.failure = e;
        }
    }

    private void answer(List<Asked> all) {
        List<Trajectory> answers =
                rollouts.generate(all.stream().map(asked -> asked.request).toList());
        for (int i = 0; i < all.size(); i++) {
            all.get(i).answer = answers.get(i);
        }
    }

    /** Number of questions whose answers have not begun. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** None: it changes from step to step. */
    @Override
    public String identity() {
        return "";
    }
}
