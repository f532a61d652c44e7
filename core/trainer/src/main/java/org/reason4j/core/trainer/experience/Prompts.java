package org.reason4j.core.trainer.experience;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;

/** The prompts of each batch: in the recipe's own order, or as a curriculum chooses them. */
public final class Prompts implements CheckpointPart {

    private final PromptPool pool;
    private final PromptOrder order;
    private final Optional<ChosenPrompts> chosen;

    /**
     * Prompts of a pool.
     *
     * @param chosen prompts that a curriculum chooses; empty for the recipe's own order
     */
    public Prompts(PromptPool pool, PromptOrder order, Optional<ChosenPrompts> chosen) {
        this.pool = pool;
        this.order = order;
        this.chosen = chosen;
    }

    /** The training examples as prompts. */
    PromptPool pool() {
        return pool;
    }

    /**
     * Returns the prompts of a batch, from 1 on. In the recipe's own order they are a function of its number alone; a
     * curriculum is asked once per batch, in order.
     */
    List<Prompt> ofBatch(int batch) {
        return chosen.map(prompts -> prompts.ofBatch(batch))
                .orElseGet(() -> Arrays.stream(order.examplesOf(batch))
                        .mapToObj(pool::prompt)
                        .toList());
    }

    /** Tells the curriculum, if there is one, all scored groups of a batch. */
    void scored(int step, int batch, List<ScoredGroup> groups) {
        chosen.ifPresent(prompts -> prompts.scored(step, batch, groups));
    }

    /** Writes the batches that were chosen and not trained on. */
    @Override
    public void save(Path trainer) {
        chosen.ifPresent(prompts -> prompts.save(trainer));
    }

    @Override
    public void restore(Path trainer) {
        chosen.ifPresent(prompts -> prompts.restore(trainer));
    }
}
