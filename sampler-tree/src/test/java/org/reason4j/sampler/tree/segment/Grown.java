package org.reason4j.sampler.tree.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.sampler.tree.Trees;

/** Leaves that samplers of this package grow. */
final class Grown {

    private Grown() {}

    static List<Trajectory> leaves(Sampler sampler, RolloutEngine engine, int groupSize, int maxTokens) {
        return sampler.sample(new Trees.Step(
                        1, List.<Prompt>of(Trees.PROMPT), groupSize, SamplingParams.of(maxTokens), engine))
                .get(0)
                .trajectories();
    }

    /** Leaves are numbered, agree with the response that they left up to there, and learn each token that was drawn once. */
    static void requireTree(List<Trajectory> leaves, int count, int maxTokens, String seed) {
        assertThat(leaves.stream().map(Trajectory::sample))
                .as(seed)
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
        Map<Integer, Trajectory> bySample = new HashMap<>();
        leaves.forEach(leaf -> bySample.put(leaf.sample(), leaf));
        for (Trajectory leaf : leaves) {
            int shared = leaf.branch().map(Branch::at).orElse(0);
            assertThat(leaf.length()).as(seed).isBetween(shared + 1, maxTokens);
            assertThat(leaf.params().orElseThrow().maxTokens()).isEqualTo(maxTokens);
            for (int t = 0; t < leaf.length(); t++) {
                assertThat(leaf.isLearned(t))
                        .as("%s, token %s of %s", seed, t, leaf)
                        .isEqualTo(t >= shared);
            }
            leaf.branch().ifPresent(branch -> {
                Trajectory parent = bySample.get(branch.parent());
                assertThat(parent.sample()).isLessThan(leaf.sample());
                assertThat(Arrays.copyOf(leaf.response(), shared))
                        .containsExactly(Arrays.copyOf(parent.response(), shared));
                assertThat(Arrays.copyOf(leaf.stream(TokenStream.BEHAVIOUR_LOGPROBS), shared))
                        .containsExactly(Arrays.copyOf(parent.stream(TokenStream.BEHAVIOUR_LOGPROBS), shared));
                assertThat(branch.reason()).isNotEmpty();
            });
        }
    }
}
