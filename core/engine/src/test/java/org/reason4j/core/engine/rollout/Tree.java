package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * Trees of one prompt, as EPTree grows them (TreeRL, arXiv 2506.11902, section 4.2), but for how it chooses the tokens to
 * branch at: M responses; then, in each of L rounds, T continuations from N tokens of every tree.
 */
final class Tree implements RolloutPlan {

    private final Prompt prompt;
    private final SamplingParams params;
    private final int roots;
    private final int forks;
    private final int continuations;
    private final int rounds;
    private final List<List<Trajectory>> trees = new ArrayList<>();
    private int round;
    private int samples;

    Tree(Prompt prompt, SamplingParams params, int roots, int forks, int continuations, int rounds) {
        this.prompt = prompt;
        this.params = params;
        this.roots = roots;
        this.forks = forks;
        this.continuations = continuations;
        this.rounds = rounds;
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        for (int i = 0; i < written.size(); i++) {
            if (round == 1) {
                trees.add(new ArrayList<>());
            }
            trees.get(round == 1 ? i : i / (forks * continuations)).add(written.get(i));
        }
        return round++ == 0 ? first() : round <= rounds + 1 ? branches() : List.of();
    }

    private List<RolloutRequest> first() {
        List<RolloutRequest> requests = new ArrayList<>();
        for (; samples < roots; samples++) {
            requests.add(RolloutRequest.of(prompt, samples, params));
        }
        return requests;
    }

    private List<RolloutRequest> branches() {
        List<RolloutRequest> requests = new ArrayList<>();
        for (List<Trajectory> tree : trees) {
            for (int fork = 0; fork < forks; fork++) {
                Trajectory parent = tree.get(tree.size() - 1 - fork % tree.size());
                int at = (fork + 1) * parent.length() / (forks + 1);
                for (int i = 0; i < continuations; i++) {
                    requests.add(RolloutRequest.branch(
                            parent, at, samples++, params.withMaxTokens(params.maxTokens() - at)));
                }
            }
        }
        return requests;
    }

    int leaves() {
        return roots * (1 + forks * continuations * rounds);
    }

    @Override
    public long maxTokens() {
        return (long) leaves() * params.maxTokens();
    }
}
