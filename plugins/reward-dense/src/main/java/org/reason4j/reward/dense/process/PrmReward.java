package org.reason4j.reward.dense.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.dense.process.PrmConfig.Scorer;
import org.reason4j.reward.dense.step.StepTokens;
import org.reason4j.reward.dense.step.Steps;

/**
 * Rewards of steps by a process reward model: its score of each step, and of these the rewards by {@link StepRewards}.
 *
 * <p>A response without a token has no step and no score. Metrics: {@code prm_step/score} (mean score of a step), {@code
 * prm_step/worst} (mean lowest score of a response), {@code prm_step/steps} (mean number of steps).
 */
public final class PrmReward implements Reward {

    private final PrmConfig config;
    private final Steps steps;
    private final ScoringModels models;
    private final Metrics metrics;

    /** Created by core, from the reward's settings. */
    public PrmReward(PrmConfig config, Tokenizer tokenizer, ScoringModels models, Metrics metrics) {
        this.config = config;
        this.models = models;
        this.metrics = metrics;
        steps = new Steps(Pattern.compile(config.split()), config.stepTokens(), tokenizer);
    }

    @Override
    public Requirements requirements() {
        Requirements needs = Requirements.models(config.model());
        return config.dense() ? needs.attaching(StepTokens.ENDS) : needs;
    }

    /** The model's judge; refuses verdicts that are no single tokens. */
    private StepJudge judge() {
        Tokenizer tokenizer = steps.tokenizer();
        ScoringModel model = models.get(config.model());
        return config.scorer() == Scorer.TAG
                ? new TagJudge(Verdicts.of(config, tokenizer), model, tokenizer.vocabularySize())
                : new HeadJudge(
                        model, tokenizer.endOfSequence().stream().findFirst().orElse(0));
    }

    @Override
    public List<Score> score(Group group) {
        StepJudge judge = judge();
        List<TaggedSteps> tagged = new ArrayList<>();
        List<int[]> starts = new ArrayList<>();
        for (Trajectory response : group.trajectories()) {
            int[] own = steps.starts(response);
            starts.add(own);
            if (own.length > 0) {
                tagged.add(TaggedSteps.of(response, own, config, judge.lastToken(), steps));
            }
        }
        List<double[]> logits = tagged.isEmpty() ? List.of() : judge.logits(tagged);
        List<Score> scores = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < group.size(); i++) {
            scores.add(
                    starts.get(i).length == 0
                            ? Score.unscorable("the response has no step")
                            : score(group.trajectories().get(i), starts.get(i), logits.get(next++)));
        }
        return scores;
    }

    private Score score(Trajectory response, int[] starts, double[] logits) {
        double[] scores = Arrays.stream(logits).map(config::score).toArray();
        double[] rewards = StepRewards.of(scores, config.form(), config.tau());
        Arrays.stream(scores).forEach(score -> metrics.mean("prm_step/score", score));
        metrics.mean("prm_step/worst", Arrays.stream(scores).min().orElseThrow());
        metrics.mean("prm_step/steps", scores.length);
        return config.dense()
                ? StepTokens.score(rewards, StepTokens.ends(response, starts), response.length())
                : Score.of(Arrays.stream(rewards).sum());
    }
}
