package org.reason4j.api.dataset;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/**
 * Chooses the prompts of training: by difficulty, by past accuracy, or made up on the spot.
 *
 * <p>Core asks once per batch and tells once per batch, both from the training thread and both in the order of batches.
 * With {@code training.staleness} some batches lie between a choice and the scores of that batch. A curriculum that learns
 * from scores also implements {@link org.reason4j.api.plugin.Stateful}; a checkpoint holds batches that were chosen and not
 * yet trained on, made-up examples included, so that a resumed run goes on as one that was not interrupted.
 *
 * @see <a href="https://arxiv.org/abs/2504.05520">AdaRFT: adaptive curriculum reinforcement finetuning</a>
 */
@Extension
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface Curriculum {

    /**
     * Returns the examples of a batch, at least one: of the pool, or made up. An example that is not in the pool has an id
     * that no other has; the id is the key of the randomness of its rollouts.
     */
    List<Example> choose(PromptBatch batch);

    /**
     * Is told all scored groups of a batch, before filters leave some out.
     *
     * @param step the step that they belong to, from 1
     */
    default void scored(int step, List<ScoredGroup> groups) {}

    /** Needs of this curriculum towards the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
