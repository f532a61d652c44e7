package org.reason4j.sampler.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.track.Metrics;

/**
 * The trees of one prompt. One response starts each tree; then, in every round, each tree grows branches from the
 * tokens of largest surprisal.
 *
 * <p>A tree does not fork at a branch's first token, at tokens that the policy did not write, after an answer's marker
 * or from the limit on. A tree without any other token grows its branches from its first token, so that every prompt
 * has the same number of leaves.
 */
final class TreePlan implements RolloutPlan {

    private final Prompt prompt;
    private final EpTreeConfig config;
    private final SamplingParams params;
    private final AnswerRegion answers;
    private final Metrics metrics;
    private final List<List<Trajectory>> trees = new ArrayList<>();
    private final Map<Integer, Integer> treeOf = new HashMap<>(); // sample to tree
    private final Set<Branch> used = new HashSet<>();
    private int round;
    private int samples;

    TreePlan(Prompt prompt, EpTreeConfig config, SamplingParams params, AnswerRegion answers, Metrics metrics) {
        this.prompt = prompt;
        this.config = config;
        this.params = params;
        this.answers = answers;
        this.metrics = metrics;
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        if (samples == 0) {
            return trunks();
        }
        for (Trajectory response : written) {
            trees.get(tree(response)).add(response);
        }
        return round++ < config.rounds() ? branches() : List.of();
    }

    private int tree(Trajectory response) {
        Integer tree = treeOf.get(response.sample());
        if (tree == null) {
            throw new IllegalStateException("The rollout engine returned sample " + response.sample() + " of prompt '"
                    + prompt.id() + "', which was not requested");
        }
        return tree;
    }

    private List<RolloutRequest> trunks() {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int tree = 0; tree < config.trees(); tree++) {
            trees.add(new ArrayList<>());
            requests.add(RolloutRequest.of(prompt, newSample(tree), params));
        }
        return requests;
    }

    private int newSample(int tree) {
        treeOf.put(samples, tree);
        return samples++;
    }

    private List<RolloutRequest> branches() {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int tree = 0; tree < config.trees(); tree++) {
            for (Fork fork : forks(trees.get(tree))) {
                if (!used.add(new Branch(fork.parent().sample(), fork.at()))) {
                    metrics.add("tree/repeated_forks", 1);
                }
                metrics.mean("tree/fork_surprisal", fork.surprisal());
                metrics.mean("tree/fork_position", fork.at());
                for (int branch = 0; branch < config.branches(); branch++) {
                    requests.add(RolloutRequest.branch(fork.parent(), fork.at(), newSample(tree), rest(fork.at())));
                }
            }
        }
        return requests;
    }

    private List<Fork> forks(List<Trajectory> tree) {
        List<Fork> free = new ArrayList<>();
        List<Fork> again = new ArrayList<>();
        for (Trajectory response : tree) {
            for (Fork fork : candidates(response)) {
                (used.contains(new Branch(response.sample(), fork.at())) ? again : free).add(fork);
            }
        }
        if (free.isEmpty() && again.isEmpty()) {
            again.add(new Fork(tree.get(0), 0, 0));
        }
        return Fork.choose(free, again, config.forks());
    }

    private List<Fork> candidates(Trajectory response) {
        float[] logprobs = response.stream(TokenStream.BEHAVIOUR_LOGPROBS);
        int first = response.branch().map(Branch::at).orElse(0) + 1;
        int limit = config.forkBefore() == 0 ? response.length() : config.forkBefore();
        int end = Math.min(limit, answers.start(response.response()));
        List<Fork> candidates = new ArrayList<>();
        for (int t = first; t < end; t++) {
            if (response.isLearned(t)) {
                candidates.add(new Fork(response, t, -logprobs[t]));
            }
        }
        return candidates;
    }

    /** Limits a branch and its shared tokens to the length of any other response. */
    private SamplingParams rest(int shared) {
        return params.withMaxTokens(params.maxTokens() - shared);
    }

    /** Returns false for branches of the last round, which have no branches. */
    @Override
    public boolean keeps(RolloutRequest request) {
        return round < config.rounds();
    }

    @Override
    public long maxTokens() {
        return (long) config.parents() * params.maxTokens();
    }
}
