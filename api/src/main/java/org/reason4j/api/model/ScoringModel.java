package org.reason4j.api.model;

import java.util.List;
import java.util.OptionalDouble;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;

/** A model that scores trajectories, none of which it needs to have written. Calls from several threads take turns. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface ScoringModel {

    /** Returns log-probabilities and entropies, or values, of every response token, in order of the trajectories. */
    default List<TokenScores> score(List<Trajectory> trajectories) {
        return score(trajectories, 0);
    }

    /**
     * Returns numbers of every response token, learned or not, at each trajectory's own temperature, in order of the
     * trajectories. The passes take micro-batches of {@code training.tokensPerMicroBatch} tokens.
     *
     * @param topK number of most likely tokens to return at each position; 0 for none, which a value model requires
     */
    List<TokenScores> score(List<Trajectory> trajectories, int topK);

    /**
     * Returns the same numbers, with those of given tokens as their top tokens: at each position this model's
     * log-probabilities of the tokens that {@code tokens} has there, which another model may have named.
     *
     * @param tokens {@code [L, k]} for each trajectory, with one {@code k} for all; their log-probabilities are not read
     * @throws UnsupportedOperationException unless it is a language model
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    default List<TokenScores> scoreTokens(List<Trajectory> trajectories, List<TopTokens> tokens) {
        throw new UnsupportedOperationException("it gives no log-probabilities of tokens that another model named");
    }

    /** Most tokens of a prompt and a response that it reads. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    default int maxTokens() {
        return Integer.MAX_VALUE;
    }

    /**
     * Returns a reward model's score of every conversation, whose last message is the response; empty for one that is longer
     * than the model reads. It is read with the model's own tokenizer and chat template, in passes of {@code
     * training.tokensPerMicroBatch} tokens.
     *
     * @throws UnsupportedOperationException unless it is a {@link org.reason4j.api.data.ModelRef#reward reward model}
     */
    default List<OptionalDouble> scoreConversations(List<List<Message>> conversations) {
        throw new UnsupportedOperationException("it is no reward model; ModelRef.reward names one");
    }
}
