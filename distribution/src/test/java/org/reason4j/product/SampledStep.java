package org.reason4j.product;

import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.SamplingStep;

/** A step of a sampler, with an engine of the test. */
record SampledStep(int number, List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts)
        implements SamplingStep {}
