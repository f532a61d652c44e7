package org.reason4j.optimizer.mixed.demonstration;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.optimizer.mixed.Success;

/**
 * Imitates the demonstration of a prompt that the policy can't solve, and reinforces where it can: a gate per prompt.
 *
 * <p>Where at most {@code gate} of the policy's own responses are right, the group is replaced by its demonstration, whose loss is
 * {@code sft (-l)}, a mean over the demonstrations' tokens. Elsewhere the demonstration is left out, and the loss is {@code rl}
 * times that of Dr. GRPO: advantages {@code R_i - mean}, a clip, a sum over tokens divided by responses times the length limit. A
 * group without a demonstration is always reinforced.
 *
 * <p>Metrics: those of a ratio, and {@code hpt/sft_share}, the share of groups that the gate sends to imitation.
 *
 * @see <a href="https://arxiv.org/abs/2509.04419">HPT, equations 9 to 11</a>
 */
public record Hpt(Config config, Metrics metrics) implements PolicyOptimizer {

    /**
     * Settings of HPT.
     *
     * @param gate most right responses of the policy with which the demonstration is imitated, at least 0
     * @param rl coefficient of reinforcement, at least 0
     * @param sft coefficient of imitation, at least 0
     * @param clipLow how far a ratio may fall below 1, in (0, 1)
     * @param clipHigh how far it may rise above 1, above 0
     * @param success which responses are right
     */
    public record Config(int gate, double rl, double sft, double clipLow, double clipHigh, Success success) {

        /** Imitation where nothing is right. */
        public static final Config DEFAULTS = new Config(0, 1, 1, 0.2, 0.2, Success.DEFAULTS);

        /** The authors' coefficients for a model of 1.5 billion weights. */
        public static final Config SMALL = new Config(0, 1, 0.3, 0.2, 0.2, Success.DEFAULTS);

        public Config {
            check(gate >= 0, "hpt.gate must be at least 0, got %s", gate);
            check(rl >= 0 && Double.isFinite(rl), "hpt.rl must be at least 0, got %s", rl);
            check(sft >= 0 && Double.isFinite(sft), "hpt.sft must be at least 0, got %s", sft);
            ClippedSurrogate.validate("hpt", clipLow, clipHigh);
        }
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        int imitated = 0;
        for (ScoredGroup group : groups) {
            List<ScoredTrajectory> demonstrations = members(group, true);
            ScoredGroup own = group.withTrajectories(members(group, false));
            if (!demonstrations.isEmpty() && isImitated(own)) {
                imitated++;
                demonstrations.forEach(one -> credits.add(Credit.constant(one.trajectory(), 1)));
            } else {
                credits.addAll(Credit.perTrajectory(own, GroupAdvantage.of(own, any -> true, false)));
            }
        }
        if (!groups.isEmpty()) {
            metrics.mean("hpt/sft_share", (double) imitated / groups.size());
        }
        return Parts.perResponse(credits, Parts::isImitated);
    }

    /** True if the gate sends a group to imitation. */
    private boolean isImitated(ScoredGroup own) {
        return own.trajectories().stream().filter(config.success()::of).count() <= config.gate();
    }

    private static List<ScoredTrajectory> members(ScoredGroup group, boolean imitated) {
        return group.trajectories().stream()
                .filter(one -> Parts.isImitated(one.trajectory()) == imitated)
                .toList();
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray imitated = Parts.imitated(batch);
        NDArray weight = Parts.weight(batch);
        NDArray own = OwnRatio.loss(batch, imitated.neg().add(1), config.clipLow(), config.clipHigh());
        NDArray learned = batch.learned(batch.logprobs()).mul(imitated);
        return batch.aggregate(
                        own.mul(weight).mul(batch.constant(config.rl())), LossAggregation.SEQ_MEAN_TOKEN_SUM_NORM)
                .add(batch.tokenMean(learned.mul(weight).mul(batch.constant(-config.sft()))));
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS)
                .and(config.success().requirements())
                .groupsOf(2);
    }
}
