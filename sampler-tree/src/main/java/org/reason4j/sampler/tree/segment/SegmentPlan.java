package org.reason4j.sampler.tree.segment;

import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/** The rollouts of a tree of segments, one depth after the other. */
final class SegmentPlan implements RolloutPlan {

    private final Prompt prompt;
    private final SamplingParams params;
    private final long kept;
    private final Growth growth;
    private final SegmentTree tree;
    private List<Node> round = List.of();

    /**
     * Plans a tree.
     *
     * @param params of whole responses
     * @param kept most tokens of all segments that others may follow
     */
    SegmentPlan(Prompt prompt, SamplingParams params, long kept, Growth growth) {
        this.prompt = prompt;
        this.params = params;
        this.kept = kept;
        this.growth = growth;
        this.tree = new SegmentTree(params.maxTokens());
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        if (written.size() != round.size()) {
            throw new IllegalStateException("The rollout engine returned " + written.size() + " responses to prompt '"
                    + prompt.id() + "' where its tree asked for " + round.size() + " segments");
        }
        for (int i = 0; i < written.size(); i++) {
            ConfigException.check(
                    written.get(i).find(TokenStream.TURN_REWARDS).isEmpty(),
                    "Trees of segments do not go with an environment: the end of a segment would cut off its answers. Leave out"
                            + " the environment, or take a sampler that does not count segments, such as eptree.");
            round.get(i).write(written.get(i), tree.longest());
        }
        round = growth.next(tree, round);
        return round.stream().map(node -> node.request(prompt, params)).toList();
    }

    /** Returns false for segments that go up to the longest response. */
    @Override
    public boolean keeps(RolloutRequest request) {
        return request.prefix().length + request.params().maxTokens() < tree.longest();
    }

    @Override
    public long maxTokens() {
        return kept;
    }

    /** The tree so far. */
    SegmentTree tree() {
        return tree;
    }
}
