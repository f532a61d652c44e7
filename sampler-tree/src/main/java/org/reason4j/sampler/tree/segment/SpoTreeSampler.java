package org.reason4j.sampler.tree.segment;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * SPO-tree: a group is the leaves of a tree with a fixed number of branches at every depth, {@code segmentTokens} apart: {@link
 * FixedBranching}.
 *
 * <p>Keys and values of what branches share are computed once. Shared tokens are learned in the leaf that wrote them.
 *
 * <p>Metrics: {@code tree/shared_ratio}, share of a leaf's tokens that another leaf wrote, and {@code tree/branch_position}, its
 * number of tokens where it left another one, means over leaves.
 *
 * @see <a href="https://arxiv.org/abs/2505.23564">SPO, section 4.2</a>
 */
public final class SpoTreeSampler implements Sampler {

    private final SpoTreeConfig config;
    private final Metrics metrics;

    /** Created by core, from the sampler's settings. */
    public SpoTreeSampler(SpoTreeConfig config, RolloutSettings rollout, Metrics metrics) {
        check(
                rollout.groupSize() == config.leaves(),
                "spo-tree grows %s responses to a prompt, the product of branching %s, but rollout.groupSize is %s. Set it to"
                        + " %s, or change branching.",
                config.leaves(),
                config.branching(),
                rollout.groupSize(),
                config.leaves());
        check(
                config.before() < rollout.params().maxTokens(),
                "spo-tree has segments up to token %s before the last branches, but rollout.maxTokens is %s. Lower"
                        + " segmentTokens, or raise rollout.maxTokens.",
                config.before(),
                rollout.params().maxTokens());
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        long kept = (long) config.leaves() * config.before();
        return Plans.carryOut(
                step, prompt -> new SegmentPlan(prompt, step.params(), kept, new FixedBranching(config)), metrics);
    }
}
