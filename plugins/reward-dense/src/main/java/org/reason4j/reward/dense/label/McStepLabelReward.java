package org.reason4j.reward.dense.label;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.dense.process.StepRewards;
import org.reason4j.reward.dense.step.Continuations;
import org.reason4j.reward.dense.step.StepTokens;
import org.reason4j.reward.dense.step.StepValues;
import org.reason4j.reward.dense.step.Steps;

/**
 * Labels of steps from continuations, {@link StepLabel}, with outcomes by the measuring reward: as rewards of steps by {@link
 * StepRewards}, and for {@link StepModel} to learn.
 *
 * <p>The last step has the response's own outcome for a continuation. The value of a whole response is 0; another reward of the
 * recipe gives its outcome. If an outcome or a label is missing, that reason is the response's score.
 *
 * <p>Metrics: those of {@link Continuations} after {@code mc_step_label}, and {@code mc_step_label/worst} (mean lowest label of a
 * response).
 */
public final class McStepLabelReward implements Reward {

    /** The label of a step, on its last learned token; 0 elsewhere. */
    static final TokenStream LABELS = TokenStream.of("reward-dense", "stepLabels");

    private final McStepLabelConfig config;
    private final Steps steps;
    private final StepValues labels;
    private final ToDoubleFunction<double[]> label;
    private final Metrics metrics;

    /** Created by core, from the reward's settings. */
    public McStepLabelReward(
            McStepLabelConfig config,
            Tokenizer tokenizer,
            RolloutEngine engine,
            RolloutSettings rollout,
            Measure measure,
            Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        label = outcomes -> config.label().of(outcomes, config.threshold());
        steps = new Steps(Pattern.compile(config.split()), config.stepTokens(), tokenizer);
        labels = new StepValues(
                steps,
                1,
                config.maxSteps() + 1,
                new Continuations(
                        "mc_step_label",
                        config.rollouts(),
                        config.unfinished(),
                        engine,
                        rollout.params(),
                        measure,
                        metrics),
                measure,
                label);
    }

    @Override
    public Requirements requirements() {
        Requirements gives = Requirements.NONE.attaching(StepTokens.ENDS, LABELS);
        return config.model().learns() ? gives.attaching(StepModel.TARGETS, StepModel.WEIGHTS) : gives;
    }

    @Override
    public List<AuxiliaryModel> models() {
        return config.model().learns() ? List.of(new StepModel(config.model())) : List.of();
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        List<StepValues.Found> found = labels.of(group);
        return IntStream.range(0, group.size())
                .mapToObj(i -> score(group.trajectories().get(i), found.get(i)))
                .toList();
    }

    private Score score(Trajectory response, StepValues.Found found) {
        if (!(found.outcome() instanceof Score.Value outcome)) {
            return found.outcome();
        }
        if (found.starts().length == 0) {
            return Score.unscorable("the response has no step");
        }
        double[] known = known(found, outcome.value());
        metrics.mean("mc_step_label/worst", Arrays.stream(known).min().orElseThrow());
        int[] ends = StepTokens.ends(response, found.starts());
        Score.Value score = StepTokens.score(
                        StepRewards.of(known, config.form(), config.tau()), ends, response.length())
                .with(LABELS, StepTokens.spread(known, ends, response.length()));
        return config.model().learns() ? targets(score, response, found.starts(), known) : score;
    }

    /** Labels of the first steps: values after them, and that of the outcome after the last. */
    private double[] known(StepValues.Found found, double outcome) {
        int count = Math.min(found.starts().length, config.maxSteps());
        double[] known = Arrays.copyOf(found.values(), count);
        if (count == found.starts().length) {
            known[count - 1] = label.applyAsDouble(new double[] {outcome});
        }
        return known;
    }

    /** Adds labels and weights on the tokens after the steps, as far as there are such tokens. */
    private Score targets(Score.Value score, Trajectory response, int[] starts, double[] known) {
        float[] targets = new float[response.length()];
        float[] weights = new float[response.length()];
        int judged = 0;
        for (int k = 0; k < known.length; k++) {
            int after = k + 1 < starts.length ? starts[k + 1] : steps.contentLength(response);
            if (after < response.length() && response.isLearned(after)) {
                targets[after] = (float) known[k];
                weights[after] = 1;
                judged++;
            }
        }
        for (int t = 0; t < weights.length; t++) {
            weights[t] /= Math.max(1, judged);
        }
        return score.with(StepModel.TARGETS, targets).with(StepModel.WEIGHTS, weights);
    }
}
