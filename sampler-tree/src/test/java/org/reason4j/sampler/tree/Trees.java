package org.reason4j.sampler.tree;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;
import org.reason4j.testkit.Characters;

/** Trees and services for tests. */
public final class Trees {

    public static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {'?'});

    /** Letters and digits in no order, and an end after one in five. */
    public static final Map<Character, Map<Character, Double>> CHAIN = Map.of(
            '?', Map.of('a', 0.5, 'b', 0.3, '1', 0.2),
            'a', Map.of('a', 0.1, 'b', 0.4, '1', 0.3, '$', 0.2),
            'b', Map.of('a', 0.6, 'b', 0.05, '1', 0.15, '$', 0.2),
            '1', Map.of('a', 0.25, 'b', 0.25, '1', 0.3, '$', 0.2));

    private Trees() {}

    /** A response that was written from a token on. */
    public static Trajectory response(int sample, int length, Optional<Branch> branch) {
        int at = branch.map(Branch::at).orElse(0);
        boolean[] learned = new boolean[length];
        Arrays.fill(learned, Math.min(at, length), length, true);
        Trajectory response = Trajectory.sampled(
                        PROMPT, sample, new int[length], "", Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(learned)
                .with(TokenStream.BEHAVIOUR_LOGPROBS, new float[length]);
        return branch.map(response::withBranch).orElse(response);
    }

    public static Trajectory trunk(int sample, int length) {
        return response(sample, length, Optional.empty());
    }

    public static Trajectory branch(int sample, int length, int parent, int at) {
        return response(sample, length, Optional.of(new Branch(parent, at)));
    }

    /** The leaves that EPTree grows on a chain; draws are fixed by the seed. */
    public static List<Trajectory> grown(EpTreeConfig config, RolloutEngine engine, int maxTokens, Metrics metrics) {
        SamplingParams params = SamplingParams.of(maxTokens);
        EpTree sampler = new EpTree(config, new Characters(), RolloutSettings.of(config.leaves(), params), metrics);
        List<Group> groups = sampler.sample(new Step(1, List.of(PROMPT), config.leaves(), params, engine));
        return groups.get(0).trajectories();
    }

    public record Step(int number, List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts)
            implements SamplingStep {}
}
