package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.plugin.ConfigException;

class ConfigsTest {

    @Test
    void impossibleDiscountsAreRefusedByName() {
        refused(() -> new GaeConfig(0, 1, 1, 0, true, false), "gae.gamma must be in (0, 1], got 0.0");
        refused(() -> new GaeConfig(1, 1.1, 1, 0, true, false), "gae.lambda must be in [0, 1], got 1.1");
        refused(() -> new GaeConfig(1, 1, Double.NaN, 0, true, false), "gae.lambdaCritic must be in [0, 1], got NaN");
        refused(() -> new GaeConfig(1, 1, 1, -1, true, false), "gae.alpha must be 0 (off) or positive, got -1.0");
    }

    @Test
    void impossibleCriticsAreRefusedByName() {
        refused(() -> critic(0, 1, 1, 0.5, 0), "critic.learningRate must be positive, got 0.0");
        refused(() -> critic(1e-5, 0, 1, 0.5, 0), "critic.epochs must be at least 1, got 0");
        refused(() -> critic(1e-5, 1, -1, 0.5, 0), "critic.clipNorm must be 0 (off) or positive, got -1.0");
        refused(() -> critic(1e-5, 1, 1, -1, 0), "critic.valueClip must be 0 (off) or positive, got -1.0");
        refused(() -> critic(1e-5, 1, 1, 0.5, -1), "critic.soloSteps must be at least 0, got -1");
        refused(() -> critic(-1, 0, 0, false), "critic.soloPatience must be at least 0, got -1");
        refused(() -> critic(0, -1, 0, false), "critic.miniBatches must be 0 (as many as the policy) or more, got -1");
        refused(() -> critic(0, 0, -1, false), "critic.warmupUpdates must be at least 0, got -1");
        refused(
                () -> critic(0, 0, 0, true),
                "critic.rewardHead is true, but critic.path names no reward model whose head it could be. Name one, or leave"
                        + " it false.");
        refused(
                () -> new ResamplingConfig(ResamplingConfig.Method.POW, 0),
                "resampling.power must be positive, got 0.0");
    }

    @Test
    void impossibleClipsAreRefusedByName() {
        refused(() -> ppo(1, 0.2, 0, 20, 0), "ppo.clipLow must be in (0, 1), got 1.0");
        refused(() -> ppo(0.2, 0, 0, 20, 0), "ppo.clipHigh must be positive, got 0.0");
        refused(() -> ppo(0.2, 0.2, 1, 20, 0), "ppo.dualClip must be 0 (off) or greater than 1, got 1.0");
        refused(() -> ppo(0.2, 0.2, 0, -1, 0), "ppo.logRatioClamp must be 0 (off) or positive, got -1.0");
        refused(() -> ppo(0.2, 0.2, 0, 20, -1), "ppo.positiveWeight must be 0 (off) or positive, got -1.0");
    }

    @Test
    void impossibleTrustRegionsAreRefusedByName() {
        refused(() -> trpo(0, 0.1, 15, 10, 0.8, 0.03), "trpo.delta must be positive, got 0.0");
        refused(() -> trpo(0.01, -1, 15, 10, 0.8, 0.03), "trpo.damping must be at least 0, got -1.0");
        refused(() -> trpo(0.01, 0.1, 0, 10, 0.8, 0.03), "trpo.cgIterations must be at least 1, got 0");
        refused(() -> trpo(0.01, 0.1, 15, 0, 0.8, 0.03), "trpo.backtracks must be at least 1, got 0");
        refused(() -> trpo(0.01, 0.1, 15, 10, 1, 0.03), "trpo.backtrackFactor must be in (0, 1), got 1.0");
        refused(
                () -> trpo(0.01, 0.1, 15, 10, 0.8, 1),
                "trpo.fisherSpread must be in (0, 0.5], got 1.0; 0.01 suits bf16 and fp32");
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction).isInstanceOf(ConfigException.class).hasMessage(message);
    }

    private static CriticConfig critic(
            double learningRate, int epochs, double clipNorm, double valueClip, int soloSteps) {
        return new CriticConfig(Optional.empty(), learningRate, epochs, clipNorm, valueClip, soloSteps, 0, 0, 0, false);
    }

    private static CriticConfig critic(int patience, int miniBatches, int warmup, boolean rewardHead) {
        return new CriticConfig(Optional.empty(), 1e-5, 1, 1, 0.5, 0, patience, miniBatches, warmup, rewardHead);
    }

    private static PpoConfig ppo(
            double clipLow, double clipHigh, double dualClip, double logRatioClamp, double positiveWeight) {
        return new PpoConfig(
                clipLow,
                clipHigh,
                dualClip,
                logRatioClamp,
                positiveWeight,
                LossAggregation.TOKEN_MEAN,
                GaeConfig.DEFAULTS,
                CriticConfig.DEFAULTS,
                ResamplingConfig.DEFAULTS);
    }

    private static TrpoConfig trpo(
            double delta, double damping, int iterations, int backtracks, double factor, double spread) {
        TrpoConfig d = TrpoConfig.DEFAULTS;
        return new TrpoConfig(
                delta,
                damping,
                iterations,
                1e-10,
                backtracks,
                factor,
                spread,
                d.maxResidual(),
                d.advantage(),
                d.gae(),
                d.critic());
    }
}
