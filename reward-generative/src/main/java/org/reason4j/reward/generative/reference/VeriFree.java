package org.reason4j.reward.generative.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Finish;
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
import org.reason4j.reward.generative.reference.VeriFreeConfig.Value;

/**
 * The probability of the reference answer after the policy's reasoning, {@code p(a*|x,z)}, or its logarithm, under the policy of the
 * step's start. It is the chance that the policy would have answered with that string.
 *
 * <p>A response that was cut off or has no place for the answer has {@code p = 0}, whose logarithm is {@code floor}. Metrics: {@code
 * verifree/probability} (mean of those with a place) and {@code verifree/missing} (share of the others).
 *
 * @see <a href="https://arxiv.org/abs/2505.21493">VeriFree, equation 3</a>
 */
public final class VeriFree implements Reward {

    private final VeriFreeConfig config;
    private final AnswerScorer scorer;
    private final Metrics metrics;

    /** Created by core, from the reward's settings. */
    public VeriFree(
            VeriFreeConfig config,
            Tokenizer tokenizer,
            ScoringModels models,
            RolloutSettings rollout,
            Metrics metrics) {
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
        List<Optional<Scored>> scored = scorer.of(group, false);
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            boolean ended = group.trajectories().get(i).finish() == Finish.STOP;
            scores.add(Score.of(reward(scored.get(i).filter(any -> ended))));
        }
        return scores;
    }

    private double reward(Optional<Scored> scored) {
        metrics.mean("verifree/missing", scored.isPresent() ? 0 : 1);
        double log = scored.isPresent() ? ReferenceProbability.log(scored.get().answer()) : Double.NEGATIVE_INFINITY;
        if (scored.isPresent()) {
            metrics.mean("verifree/probability", Math.exp(log));
        }
        return config.value() == Value.PROBABILITY ? Math.exp(log) : Math.max(config.floor(), log);
    }
}
