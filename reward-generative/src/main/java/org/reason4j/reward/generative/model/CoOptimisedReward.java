package org.reason4j.reward.generative.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;

/**
 * The score of a reward model that learns beside the policy: {@code (s - mean) / std}, with the weights of the step's start.
 *
 * <p>In each step the policy learns from those scores, and the model from pairs: for each prompt a response that the measuring
 * reward accepts, and one that it rejects. What the policy finds to please the model becomes a rejected response of the next
 * pairs. The measuring reward needs to be an exact rule; it labels, and is no part of the reward.
 *
 * <p>A response without a learned token is unscorable. Where the measuring reward can't judge a response, that has its score
 * all the same, and is in no pair.
 *
 * <p>It reports {@code co-optimised-rm/pairs}, {@code co-optimised-rm/rewrites}, the share of wanted rewrites that the rule
 * rejected, and by {@link org.reason4j.api.model.BradleyTerry} loss, accuracy and margin on the pairs before each update.
 *
 * @see <a href="https://arxiv.org/abs/2508.05613">Cooper: co-optimizing policy and reward models</a>
 */
public final class CoOptimisedReward implements Reward {

    private final CoOptimisedConfig config;
    private final Measure measure;
    private final Metrics metrics;
    private final Optional<Rewriter> rewriter;
    private final CoOptimisedModel model;

    /** Created by core, from the reward's settings. */
    public CoOptimisedReward(
            CoOptimisedConfig config, Measure measure, TextModels models, Tokenizer tokenizer, Metrics metrics) {
        this.config = config;
        this.measure = measure;
        this.metrics = metrics;
        model = new CoOptimisedModel(config, metrics);
        if (config.rewriter().isEmpty()) {
            rewriter = Optional.empty();
        } else {
            models.get(config.rewriter()); // fails at once if the recipe has no such model
            rewriter = Optional.of(new Rewriter(config, models, tokenizer, measure));
        }
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(CoOptimisedModel.SCORES).withPairsTogether();
    }

    @Override
    public List<AuxiliaryModel> models() {
        return List.of(model);
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        List<Score> verdicts = measure.score(group);
        List<Score> scores = new ArrayList<>();
        int rewritten = 0;
        for (int i = 0; i < group.size(); i++) {
            Trajectory response = group.trajectories().get(i);
            int verdict = verdict(verdicts.get(i));
            scores.add(score(response, verdict));
            if (verdict == 1 && rewriter.isPresent() && rewritten < config.pairsPerPrompt()) {
                rewritten++;
                rewrite(rewriter.get(), response);
            }
        }
        return scores;
    }

    private int verdict(Score score) {
        return score instanceof Score.Value value ? (value.value() >= config.threshold() ? 1 : 0) : -1;
    }

    private Score score(Trajectory response, int verdict) {
        int last = CoOptimisedModel.lastLearned(response);
        if (last < 0) {
            return Score.unscorable("it has no token that the policy wrote");
        }
        float score = response.stream(CoOptimisedModel.SCORES)[last];
        if (!Float.isFinite(score)) {
            return Score.failed("the reward model's score is " + score);
        }
        float[] verdicts = new float[response.length()];
        Arrays.fill(verdicts, verdict);
        return Score.value((score - config.mean()) / config.std()).with(CoOptimisedModel.VERDICTS, verdicts);
    }

    private void rewrite(Rewriter writing, Trajectory right) throws Exception {
        Optional<Trajectory> wrong = writing.wrong(right);
        metrics.mean("co-optimised-rm/rewrites", wrong.isPresent() ? 1 : 0);
        wrong.ifPresent(rewrite -> model.keep(right, rewrite));
    }
}
