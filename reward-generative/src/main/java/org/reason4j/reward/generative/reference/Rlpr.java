package org.reason4j.reward.generative.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.generative.reference.AnswerScorer.Scored;

/**
 * The mean probability of the reference answer's tokens after the policy's reasoning, less the same without reasoning: {@link
 * ReferenceProbability#mean} and {@link ReferenceProbability#debiased}, under the policy of the step's start.
 *
 * <p>A response without a place for the answer is wrong: it has the reward {@code lowest}. Metrics: {@code rlpr/probability} and {@code
 * rlpr/base} (means of both probabilities), {@code rlpr/missing} (share of responses without a place for the answer).
 *
 * @see <a href="https://arxiv.org/abs/2506.18254">RLPR, section 2</a>
 */
public final class Rlpr implements Reward {

    private final RlprConfig config;
    private final AnswerScorer scorer;
    private final Metrics metrics;

    /** Created by core, from the reward's settings. */
    public Rlpr(
            RlprConfig config, Tokenizer tokenizer, ScoringModels models, RolloutSettings rollout, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        scorer = new AnswerScorer(
                new AnswerSlot(config.answer(), tokenizer),
                models,
                rollout.params().maxTokens());
    }

    @Override
    public Requirements requirements() {
        return Requirements.models(ModelRef.POLICY)
                .and(Requirements.fields(config.answer().field()));
    }

    @Override
    public List<Score> score(Group group) {
        List<Optional<Scored>> scored = scorer.of(group, config.debias());
        double base = 0;
        if (scored.size() > group.size()) {
            base = ReferenceProbability.mean(
                    scored.get(group.size()).orElseThrow().reference());
            metrics.mean("rlpr/base", base);
        }
        List<Score> scores = new ArrayList<>();
        for (Optional<Scored> one : scored.subList(0, group.size())) {
            scores.add(Score.of(reward(one, base)));
        }
        return scores;
    }

    private double reward(Optional<Scored> scored, double base) {
        metrics.mean("rlpr/missing", scored.isPresent() ? 0 : 1);
        if (scored.isEmpty()) {
            return config.lowest();
        }
        double probability = ReferenceProbability.mean(scored.get().reference());
        metrics.mean("rlpr/probability", probability);
        return ReferenceProbability.debiased(probability, base, config.lowest(), config.highest());
    }
}
