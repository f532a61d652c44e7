package org.reason4j.sampler.tree;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * EPTree: a group is the leaves of {@code M} trees, each of which forked in {@code L} rounds at its {@code N} most
 * surprising tokens into {@code T} new branches per fork.
 *
 * <p>Surprisal is that of the model that sampled, before top-k, top-p and min-p. Shared tokens are learned in the leaf
 * that wrote them.
 *
 * <p>Metrics: {@code tree/fork_surprisal} and {@code tree/fork_position}, means over forks, and {@code
 * tree/repeated_forks}, the number of forks for which a tree had no unused token.
 *
 * @see <a href="https://arxiv.org/abs/2506.11902">TreeRL, section 3.1, algorithm 1</a>
 */
public final class EpTree implements Sampler {

    private final EpTreeConfig config;
    private final AnswerRegion answers;
    private final Metrics metrics;

    /** Created by core, from the sampler's settings. */
    public EpTree(EpTreeConfig config, Tokenizer tokenizer, RolloutSettings rollout, Metrics metrics) {
        check(
                rollout.groupSize() == config.leaves(),
                "eptree grows trees * (1 + forks * branches * rounds) = %s * (1 + %s * %s * %s) = %s responses to a prompt,"
                        + " but rollout.groupSize is %s. Set it to %s, or change the trees.",
                config.trees(),
                config.forks(),
                config.branches(),
                config.rounds(),
                config.leaves(),
                rollout.groupSize(),
                config.leaves());
        this.config = config;
        this.answers = new AnswerRegion(config.answerMarkers(), tokenizer);
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.BEHAVIOUR_LOGPROBS);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<TreePlan> plans = step.prompts().stream()
                .map(prompt -> new TreePlan(prompt, config, step.params(), answers, metrics))
                .toList();
        List<List<Trajectory>> written = step.rollouts().generatePlans(plans);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            groups.add(group(step.prompts().get(i), written.get(i)));
        }
        return groups;
    }

    private Group group(Prompt prompt, List<Trajectory> leaves) {
        if (leaves.size() != config.leaves()) {
            throw new IllegalStateException("The rollout engine returned " + leaves.size() + " responses to prompt '"
                    + prompt.id() + "' where its trees have " + config.leaves() + " leaves");
        }
        return Group.of(
                prompt,
                leaves.stream()
                        .sorted(Comparator.comparingInt(Trajectory::sample))
                        .toList());
    }
}
