package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * Spends a step's rollouts, {@code rollout.groupSize} for each prompt on average, where they are needed: each prompt gets {@code
 * screening} responses, and the rest is shared out by {@link Allocation}, more to prompts of which fewer responses are right. A
 * prompt whose first responses can't be judged counts as half right.
 *
 * <p>The reward that measures decides what is right. Sizes of groups differ; their sum is that of the recipe, as long as the limits
 * leave room for it.
 *
 * <p>Metrics: {@code allocation/largest_group} and {@code allocation/smallest_group}, mean over the batches of a step; {@code
 * allocation/unjudged}, the number of prompts in a step that can't be judged.
 *
 * @see <a href="https://arxiv.org/abs/2505.18573">E3, dynamic allocation of rollouts</a>
 */
public final class RolloutAllocation implements Sampler {

    private static final double UNKNOWN = 0.5;

    private final RolloutAllocationConfig config;
    private final Measure measure;
    private final Metrics metrics;

    public RolloutAllocation(
            RolloutAllocationConfig config, RolloutSettings rollout, Measure measure, Metrics metrics) {
        this.config = config;
        this.measure = measure;
        this.metrics = metrics;
        check(
                config.most() >= rollout.groupSize(),
                "rollout-allocation.most is %s, but rollout.groupSize %s responses go to a prompt on average; set it to at"
                        + " least that",
                config.most(),
                rollout.groupSize());
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(config.screening() + 1);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        int first = Math.min(config.screening(), step.groupSize());
        Screening screening = Screening.of(step, first);
        double[] accuracies = screening.passRates(measure, config.threshold()).stream()
                .peek(rate -> metrics.add("allocation/unjudged", rate.isEmpty() ? 1 : 0))
                .mapToDouble(rate -> rate.orElse(UNKNOWN))
                .toArray();
        int rest = (step.groupSize() - first) * accuracies.length;
        screening.write(Allocation.of(accuracies, rest, config.most() - first));
        List<Group> groups = screening.groups();
        metrics.mean(
                "allocation/largest_group",
                groups.stream().mapToInt(Group::size).max().orElse(0));
        metrics.mean(
                "allocation/smallest_group",
                groups.stream().mapToInt(Group::size).min().orElse(0));
        return groups;
    }
}
