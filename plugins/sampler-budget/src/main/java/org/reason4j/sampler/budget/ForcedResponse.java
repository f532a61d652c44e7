package org.reason4j.sampler.budget;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * One response: thinking whose first ends are left out and that is ended when its budget is used up; then the answer. Tokens of the
 * texts that force it were not sampled, so they are not learned.
 */
final class ForcedResponse implements RolloutPlan {

    /** Texts that force a response, as tokens. */
    record Texts(int[] continuation, int[] phrase) {}

    private final RolloutRequest request;
    private final BudgetForcingConfig config;
    private final Texts texts;
    private final Tokenizer tokenizer;
    private final int budget;
    private int continued;
    private boolean stopped;
    private int thinking; // tokens
    private boolean begun;
    private boolean answering;

    /**
     * Plans a response.
     *
     * @param request asks for the longest response
     * @param budget tokens of thinking
     */
    ForcedResponse(RolloutRequest request, BudgetForcingConfig config, Texts texts, Tokenizer tokenizer, int budget) {
        this.request = request;
        this.config = config;
        this.texts = texts;
        this.tokenizer = tokenizer;
        this.budget = budget;
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        if (!begun) {
            begun = true;
            return List.of(request.withParams(thinkingParams(budget)));
        }
        Trajectory thought = written.get(0);
        if (answering || thought.finish() == Finish.FAILED) {
            return List.of();
        }
        Continuation.refuseTurns(thought, "budget-forcing");
        return after(thought);
    }

    private List<RolloutRequest> after(Trajectory thought) {
        int closing = text(thought, thought.length()).indexOf(config.closing());
        boolean ended = closing < 0 && isEnded(thought);
        thinking = closing >= 0 ? before(thought, closing) : thought.length() - (ended ? 1 : 0);
        if (closing < 0 && !ended && thought.finish() == Finish.STOP) {
            return List.of(); // by a stop string of the recipe
        }
        return switch (Forcing.at(closing >= 0 || ended, thinking, continued, budget, config.continuations())) {
            case CONTINUE -> goOn(thought);
            case ACCEPT -> ended ? List.of() : answer(thought, end(thought), new int[0]);
            case STOP, NONE -> stop(thought); // the budget may be a schedule's that is smaller
        };
    }

    private List<RolloutRequest> goOn(Trajectory thought) {
        int left = budget - thinking - texts.continuation().length;
        if (left < 1) {
            return stop(thought);
        }
        continued++;
        return List.of(Continuation.of(thought, thinking, texts.continuation(), thinkingParams(left)));
    }

    private List<RolloutRequest> stop(Trajectory thought) {
        stopped = true;
        return answer(thought, thinking, texts.phrase());
    }

    private List<RolloutRequest> answer(Trajectory thought, int kept, int[] inserted) {
        answering = true;
        int room = request.params().maxTokens() - kept - inserted.length;
        if (room < 1) {
            return List.of();
        }
        return List.of(Continuation.of(
                thought, kept, inserted, request.params().withMaxTokens(Math.min(room, config.answerTokens()))));
    }

    private SamplingParams thinkingParams(int tokens) {
        List<String> stop = new ArrayList<>(request.params().stop());
        stop.add(config.closing());
        return request.params().withStop(stop).withMaxTokens(tokens);
    }

    /** True if a token that ends responses is the last one. */
    private boolean isEnded(Trajectory thought) {
        return thought.finish() == Finish.STOP
                && thought.length() > 0
                && (tokenizer.endOfSequence().contains(thought.token(thought.length() - 1))
                        || request.params().stopIds().contains(thought.token(thought.length() - 1)));
    }

    /** Number of tokens whose text lies before a place of the text. */
    private int before(Trajectory thought, int place) {
        int kept = thought.length();
        while (kept > 0 && text(thought, kept).length() > place) {
            kept--;
        }
        return kept;
    }

    /** Number of tokens up to the one that completes the closing text. */
    private int end(Trajectory thought) {
        int kept = thinking;
        while (!text(thought, kept).contains(config.closing())) {
            kept++;
        }
        return kept;
    }

    private String text(Trajectory thought, int tokens) {
        return tokenizer.decode(Arrays.copyOf(thought.response(), tokens), false);
    }

    /** How often the end of thinking was left out. */
    int continued() {
        return continued;
    }

    /** True if the budget ended thinking. */
    boolean isStopped() {
        return stopped;
    }

    /** Tokens of thinking, those of continuations included. */
    int thinking() {
        return thinking;
    }

    @Override
    public boolean keeps(RolloutRequest one) {
        return one.params().stop().contains(config.closing());
    }

    @Override
    public long maxTokens() {
        long left = config.closing().getBytes(StandardCharsets.UTF_8).length + 1L; // tokens of an end that is left out
        return budget + texts.phrase().length + config.continuations() * (texts.continuation().length + left);
    }
}
