package org.reason4j.sampler.budget;

import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * One response: thinking within a budget; where that is used up, the phrase, unless thinking has ended; then the answer. Tokens
 * of the phrase were not sampled, so they are not learned.
 */
final class InterruptedResponse implements RolloutPlan {

    private final RolloutRequest thinking;
    private final int[] phrase;
    private final String closing;
    private final int answerTokens;
    private final int longest;
    private boolean interrupted;
    private int round;

    /**
     * Plans a response.
     *
     * @param thinking asks for as many tokens as the budget has
     * @param phrase tokens that interrupt
     * @param longest response, in tokens
     */
    InterruptedResponse(RolloutRequest thinking, int[] phrase, String closing, int answerTokens, int longest) {
        this.thinking = thinking;
        this.phrase = phrase;
        this.closing = closing;
        this.answerTokens = answerTokens;
        this.longest = longest;
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        round++;
        if (round == 1) {
            return List.of(thinking);
        }
        Trajectory thought = written.get(0);
        if (round > 2 || thought.finish() != Finish.LENGTH) {
            return List.of();
        }
        Continuation.refuseTurns(thought, "length-interruption");
        int[] inserted = thought.text().contains(closing) ? new int[0] : phrase;
        int room = longest - thought.length() - inserted.length;
        if (room < 1) { // a schedule has made responses shorter
            return List.of();
        }
        interrupted = inserted.length > 0;
        return List.of(Continuation.of(
                thought, thought.length(), inserted, thinking.params().withMaxTokens(Math.min(room, answerTokens))));
    }

    /** True if the phrase was inserted. */
    boolean isInterrupted() {
        return interrupted;
    }

    @Override
    public boolean keeps(RolloutRequest request) {
        return request.prefix().length == 0;
    }

    @Override
    public long maxTokens() {
        return (long) thinking.params().maxTokens() + phrase.length;
    }
}
