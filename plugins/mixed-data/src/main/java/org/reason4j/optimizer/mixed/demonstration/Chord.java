package org.reason4j.optimizer.mixed.demonstration;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.track.Metrics;

/**
 * GRPO and supervised learning in one loss, {@code (1 - mu) L_GRPO + mu L_SFT}, with a share {@code mu} that follows the step.
 *
 * <p>{@code L_GRPO} is the mean over the policy's tokens of the clipped loss, with advantages over its own responses. {@code
 * L_SFT} is the mean over the demonstrations' tokens of {@code phi (-l)}, with {@code phi = p (1 - p)}, constant: tokens that the
 * policy knows and tokens that it finds absurd both weigh little.
 *
 * <p>Metrics: those of a ratio, {@code chord/mu}, and {@code chord/phi}, the mean over the demonstrations' tokens.
 *
 * @see <a href="https://arxiv.org/abs/2508.11408">CHORD, sections 3.2 and 3.3</a>
 */
public final class Chord implements PolicyOptimizer, Stateful {

    /**
     * Settings of CHORD. The share rises from 0 to {@code peak} on a line, then falls to {@code valley} by half a cosine.
     *
     * @param peak share of supervised learning after the warm-up, in [0, 1]
     * @param valley its share in the end, in [0, 1]
     * @param warmupSteps steps of the rise, at least 0
     * @param decaySteps steps of the fall, at least 0
     * @param phi true to weigh the demonstrations' tokens by {@code p (1 - p)}
     * @param clipLow how far a ratio may fall below 1, in (0, 1)
     * @param clipHigh how far it may rise above 1, above 0
     */
    public record Config(
            double peak, double valley, int warmupSteps, int decaySteps, boolean phi, double clipLow, double clipHigh) {

        /** CHORD-phi: a tenth of the loss throughout, its tokens weighted. */
        public static final Config DEFAULTS = new Config(0.1, 0.1, 0, 0, true, 0.2, 0.2);

        /** CHORD-mu: from imitation to reinforcement within 400 steps, without weights. */
        public static final Config MU = new Config(0.9, 0.05, 0, 400, false, 0.2, 0.2);

        public Config {
            check(peak >= 0 && peak <= 1, "chord.peak must be in [0, 1], got %s", peak);
            check(valley >= 0 && valley <= 1, "chord.valley must be in [0, 1], got %s", valley);
            check(warmupSteps >= 0, "chord.warmupSteps must be at least 0, got %s", warmupSteps);
            check(decaySteps >= 0, "chord.decaySteps must be at least 0, got %s", decaySteps);
            ClippedSurrogate.validate("chord", clipLow, clipHigh);
        }

        /** The share {@code mu} after so many steps. */
        double mu(int done) {
            if (done < warmupSteps) {
                return peak * done / warmupSteps;
            }
            if (done - warmupSteps >= decaySteps) {
                return valley;
            }
            double progress = (double) (done - warmupSteps) / decaySteps;
            return valley + (peak - valley) * (1 + Math.cos(Math.PI * progress)) / 2;
        }
    }

    private final Config config;
    private final Metrics metrics;
    private int done;

    public Chord(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        double mu = config.mu(done++);
        metrics.mean("chord/mu", mu);
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            double[] advantages = GroupAdvantage.of(group, one -> !Parts.isImitated(one), true);
            for (int i = 0; i < advantages.length; i++) {
                boolean imitated = Parts.isImitated(group.trajectories().get(i).trajectory());
                advantages[i] = imitated ? mu : (1 - mu) * advantages[i]; // scales the clipped loss, and moves no clip
            }
            credits.addAll(Credit.perTrajectory(group, advantages));
        }
        return Parts.perToken(credits, Parts::isImitated);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray imitated = Parts.imitated(batch);
        NDArray own = OwnRatio.loss(batch, imitated.neg().add(1), config.clipLow(), config.clipHigh());
        NDArray logprobs = batch.learned(batch.logprobs());
        NDArray phi = phi(logprobs);
        NDArray weight = Parts.weight(batch);
        if (batch.rows().stream().anyMatch(row -> Parts.isImitated(row.trajectory()))) {
            batch.metric("chord/phi", phi.mul(imitated).mul(weight));
        }
        NDArray share = batch.learned(batch.advantages()).mul(imitated); // mu
        NDArray learned = (config.phi() ? logprobs.mul(phi) : logprobs).mul(share);
        return batch.tokenMean(own.sub(learned).mul(weight));
    }

    /** {@code p (1 - p)}, constant. */
    static NDArray phi(NDArray logprobs) {
        NDArray probability = logprobs.stopGradient().exp();
        return probability.mul(probability.neg().add(1));
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of("steps", done);
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get("steps") instanceof Number steps)) {
            throw new IllegalArgumentException("The saved state of optimizer 'chord' has no number 'steps': " + state);
        }
        done = steps.intValue();
    }
}
