package org.reason4j.api.dataset;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** A batch whose prompts are to be chosen. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface PromptBatch {

    /** Number of the batch over the whole run, from 1; a step has several where filters leave groups out. */
    int number();

    /** Number of prompts that the recipe asks for, {@code P}. */
    int size();

    /** The run's seed, for draws: a choice is a function of the seed, the batch and the curriculum's state. */
    long seed();

    /** The training examples, in the order of the dataset. */
    List<Example> pool();

    /** Returns the training example of that id. */
    Optional<Example> example(String id);

    /** The examples whose turn it is in the recipe's own order, {@code P} of them. */
    List<Example> inOrder();
}
