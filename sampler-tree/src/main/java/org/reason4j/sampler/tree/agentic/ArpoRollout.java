package org.reason4j.sampler.tree.agentic;

import static org.reason4j.api.plugin.ConfigException.check;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * ARPO's rollouts: responses branch behind the results of tools, more often where the policy is less certain than at its
 * start.
 *
 * <p>The most likely tokens are those of the policy in training, which reads every response that may branch once more.
 * Shared tokens are learned in the response that wrote them.
 *
 * <p>Metrics: {@code arpo/branches}, tool turns of a prompt that branched, and {@code arpo/entropy_change}, mean of {@code H -
 * H_0} over tool turns.
 *
 * @see <a href="https://arxiv.org/abs/2507.19849">Agentic Reinforced Policy Optimization, section 3.1</a>
 */
public final class ArpoRollout implements Sampler {

    private final ArpoRolloutConfig config;
    private final ScoringModels models;
    private final Tokenizer tokenizer;
    private final Metrics metrics;

    /** Created by core, from the sampler's settings. */
    @Inject
    public ArpoRollout(
            ArpoRolloutConfig config,
            ScoringModels models,
            Tokenizer tokenizer,
            RolloutSettings rollout,
            Metrics metrics) {
        check(
                config.initial() <= rollout.groupSize(),
                "arpo-rollout.initial is %s, but rollout.groupSize, all responses to a prompt, is %s. Lower the first, or"
                        + " raise the second.",
                config.initial(),
                rollout.groupSize());
        this.config = config;
        this.models = models;
        this.tokenizer = tokenizer;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.models(ModelRef.POLICY);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<ArpoPlan> plans =
                step.prompts().stream().map(prompt -> plan(prompt, step)).toList();
        List<List<Trajectory>> written = step.rollouts().generatePlans(plans);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            groups.add(group(step.prompts().get(i), written.get(i), step.groupSize()));
        }
        return groups;
    }

    private ArpoPlan plan(Prompt prompt, SamplingStep step) {
        long key = SplitMix64.extend(SplitMix64.key(config.seed(), step.number()), prompt.id());
        return new ArpoPlan(
                prompt, config, step.params(), step.groupSize(), tokenizer.vocabularySize(), key, this::top, metrics);
    }

    private List<TopTokens> top(List<Trajectory> responses) {
        int k = Math.min(config.topTokens(), tokenizer.vocabularySize());
        return models.get(ModelRef.POLICY).score(responses, k).stream()
                .map(scores -> scores.top().orElseThrow())
                .toList();
    }

    private static Group group(Prompt prompt, List<Trajectory> responses, int size) {
        if (responses.size() != size) {
            throw new IllegalStateException("The rollout engine returned " + responses.size() + " responses to prompt '"
                    + prompt.id() + "', of which " + size + " were asked for");
        }
        return Group.of(
                prompt,
                responses.stream()
                        .sorted(Comparator.comparingInt(Trajectory::sample))
                        .toList());
    }
}
