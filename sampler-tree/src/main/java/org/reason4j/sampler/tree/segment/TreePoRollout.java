package org.reason4j.sampler.tree.segment;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * TreePO: a group is the {@code rollout.groupSize} leaves of a tree that grows by segments of equal length and branches at
 * their ends: {@link Divergence}. Branches that repeat themselves are stopped; they are leaves that did not finish.
 *
 * <p>Keys and values of what branches share are computed once. Shared tokens are learned in the leaf that wrote them.
 *
 * <p>Metrics: {@code tree/stopped_branches} and {@code tree/fallbacks}, the numbers of branches that were stopped, and that
 * began because all others had ended; {@code tree/shared_ratio}, share of a leaf's tokens that another leaf wrote, and {@code
 * tree/branch_position}, its number of tokens where it left another one, means over leaves.
 *
 * @see <a href="https://arxiv.org/abs/2508.17445">TreePO, section 2.2</a>
 */
public final class TreePoRollout implements Sampler {

    private final TreePoConfig config;
    private final Metrics metrics;

    /** Created by core, from the sampler's settings. */
    public TreePoRollout(TreePoConfig config, RolloutSettings rollout, Metrics metrics) {
        check(
                config.segmentTokens() < rollout.params().maxTokens(),
                "treepo-rollout.segmentTokens is %s, but rollout.maxTokens is %s: no response has a second segment, and"
                        + " nothing branches. Lower segmentTokens, or raise rollout.maxTokens.",
                config.segmentTokens(),
                rollout.params().maxTokens());
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.BEHAVIOUR_LOGPROBS);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        int longest = config.longest(step.params().maxTokens());
        SamplingParams params = step.params().withMaxTokens(longest);
        return Plans.carryOut(
                step,
                prompt -> new SegmentPlan(
                        prompt,
                        params,
                        kept(step.groupSize(), longest),
                        new Divergence(config, step.groupSize(), metrics)),
                metrics);
    }

    /** Tokens of all segments of {@code leaves} responses but those that end with the longest response. */
    private long kept(int leaves, int longest) {
        int last = (longest - 1) / config.segmentTokens() * config.segmentTokens();
        return (long) leaves * last;
    }
}
