package org.reason4j.sampler.tree.search;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * Monte Carlo tree search: a group is what a search found for its prompt. The node with the highest {@linkplain Uct score}
 * grows several segments, each is valued by {@linkplain Values continuations or a model}, and the values are {@linkplain
 * Backup backed up}; then the next node grows, until the group is full.
 *
 * <p>Whole responses are judged by the reward that measures, while the decoder waits. All of them are in the group; a
 * segment that they share is learned in the first. Segments to which no response belongs, because a model expected little of
 * them, are dropped. A group is smaller where the search ends early.
 *
 * <p>Metrics: {@code mcts/expansions}, {@code mcts/growth_depth}, {@code mcts/growth_value}, {@code mcts/depth}, {@code
 * mcts/value}, {@code mcts/unscored}, {@code mcts/early_ends}, {@code mcts/dropped_tokens}, {@code mcts/tokens_per_leaf}.
 *
 * @see <a href="https://arxiv.org/abs/2506.11902">TreeRL</a>, <a href="https://arxiv.org/abs/2406.03816">ReST-MCTS*,
 *     algorithm 1</a>, <a href="https://arxiv.org/abs/2408.06195">rStar</a>
 */
public final class Mcts implements Sampler {

    private final MctsConfig config;
    private final Tokenizer tokenizer;
    private final Judge judge;
    private final SearchMetrics metrics;

    /** Created by core, from the sampler's settings. */
    public Mcts(
            MctsConfig config,
            Tokenizer tokenizer,
            RolloutSettings rollout,
            Measure measure,
            ScoringModels models,
            Metrics metrics) {
        for (String stop : rollout.params().stop()) {
            check(
                    config.separator().isEmpty()
                            || !stop.contains(config.separator())
                                    && !config.separator().contains(stop),
                    "mcts.separator is '%s', but rollout.stop ends responses at '%s': the end of a segment could not be told"
                            + " from the end of a response. Choose another separator.",
                    config.separator(),
                    stop);
        }
        this.config = config;
        this.tokenizer = tokenizer;
        this.judge = new Judge(config, measure, models, tokenizer);
        this.metrics = new SearchMetrics(metrics);
    }

    @Override
    public Requirements requirements() {
        return config.values()
                .model()
                .map(model -> Requirements.models(model))
                .orElse(Requirements.NONE)
                .groupsOf(2);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        Segments segments = new Segments(config.segmentTokens(), config.separator(), step.params(), tokenizer);
        List<SearchPlan> plans = step.prompts().stream()
                .map(prompt -> new SearchPlan(prompt, step.groupSize(), config, segments, judge, metrics))
                .toList();
        step.rollouts().generatePlans(plans);
        return plans.stream().map(SearchPlan::group).toList();
    }
}
