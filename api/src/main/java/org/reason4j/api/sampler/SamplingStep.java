package org.reason4j.api.sampler;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;

/** Inputs of a sampler in one step. */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public interface SamplingStep {

    /** The step's number, from 1. Rollouts of a step that are sampled in several batches share it. */
    int number();

    /** The prompts of this step. */
    List<Prompt> prompts();

    /** Responses per prompt that the recipe asks for, {@code G}. */
    int groupSize();

    /** The recipe's sampling parameters. */
    SamplingParams params();

    /** Writes responses. */
    RolloutEngine rollouts();
}
