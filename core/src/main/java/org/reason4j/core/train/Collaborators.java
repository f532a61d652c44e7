package org.reason4j.core.train;

import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.reward.RewardScorer;

/** Everybody who takes part in a step, in the order of their turns. */
record Collaborators(
        Prompts prompts,
        Sampling sampling,
        Sampler sampler,
        PolicyStreams streams,
        RewardScorer scorer,
        Shaping shaping,
        PolicyOptimizer optimizer,
        Updater updater,
        HeldOut evaluation,
        Observers observers,
        Checkpoints checkpoints) {

    SamplingStep samplingStep(StepLog log, List<Prompt> prompts) {
        return sampling.step(log.step(), prompts);
    }
}
