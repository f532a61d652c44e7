package org.reason4j.api.sampler;

import java.util.List;
import org.reason4j.api.data.Prompt;

/** What a sampler works with in one step. Implemented by core; it may grow. */
public interface SamplingStep {

    /** The step's number, from 1. Rollouts of a step that are sampled in several batches share it. */
    int number();

    /** The prompts of this step. */
    List<Prompt> prompts();

    /** Responses per prompt that the recipe asks for, {@code G}. */
    int groupSize();

    /** How the recipe draws tokens. */
    SamplingParams params();

    /** Writes responses. */
    RolloutEngine rollouts();
}
