package org.reason4j.reward.dense.label;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.dense.step.Continuations;
import org.reason4j.reward.dense.step.StepTokens;
import org.reason4j.reward.dense.step.StepValues;
import org.reason4j.reward.dense.step.Steps;

/**
 * Rewards of steps by the {@link Progress} of a prover, with outcomes by the measuring reward: {@code alpha (V_mu(after) -
 * V_mu(before))} on a step's last token.
 *
 * <p>The value of a whole response is 0; another reward of the recipe gives its outcome, whose expectation is {@code Q_pi}. If an
 * outcome or a value is missing, that reason is the response's score.
 *
 * <p>Metrics: those of {@link Continuations} after {@code pav}, and {@code pav/progress} (mean of a step, without {@code alpha}).
 */
public final class PavReward implements Reward {

    private final PavConfig config;
    private final StepValues values;
    private final Metrics metrics;

    /** Created by core, from the reward's settings. */
    public PavReward(
            PavConfig config,
            Tokenizer tokenizer,
            RolloutEngine engine,
            RolloutSettings rollout,
            Measure measure,
            Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        values = new StepValues(
                new Steps(Pattern.compile(config.split()), config.stepTokens(), tokenizer),
                0,
                config.maxSteps() + 1,
                new Continuations(
                        "pav", config.rollouts(), config.unfinished(), engine, rollout.params(), measure, metrics),
                measure,
                outcomes -> StepLabel.SOFT.of(outcomes, config.threshold()));
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.attaching(StepTokens.ENDS);
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        List<StepValues.Found> found = values.of(group);
        return IntStream.range(0, group.size())
                .mapToObj(i -> score(group.trajectories().get(i), found.get(i)))
                .toList();
    }

    private Score score(Trajectory response, StepValues.Found found) {
        if (!(found.outcome() instanceof Score.Value outcome)) {
            return found.outcome();
        }
        int[] starts = found.starts();
        if (starts.length == 0) {
            return Score.unscorable("the response has no step");
        }
        double end = StepLabel.SOFT.of(new double[] {outcome.value()}, config.threshold());
        double[] rewards = new double[Math.min(starts.length, config.maxSteps())];
        for (int k = 0; k < rewards.length; k++) {
            double before = Progress.bestOf(config.best(), found.values()[k]);
            double after = Progress.bestOf(config.best(), k + 1 < starts.length ? found.values()[k + 1] : end);
            metrics.mean("pav/progress", after - before);
            rewards[k] = Progress.effective(0, before, after, config.alpha());
        }
        return StepTokens.score(rewards, StepTokens.ends(response, starts), response.length());
    }
}
