package org.reason4j.optimizer.offpolicy;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import org.reason4j.optimizer.offpolicy.ImportanceSamplingConfig.Level;

/**
 * Settings of masked importance sampling.
 *
 * @param level unit of a weight
 * @param low least weight that counts, in [0, 1]
 * @param high largest weight that counts, at least 1
 */
public record MaskedImportanceSamplingConfig(Level level, double low, double high) {

    /**
     * Tokens from 0.5 to 5.
     *
     * @see <a href="https://arxiv.org/abs/2510.18855">IcePop (Ring-1T), section 3.2</a>
     */
    public static final MaskedImportanceSamplingConfig DEFAULTS =
            new MaskedImportanceSamplingConfig(Level.TOKEN, 0.5, 5);

    /** AReaL's decoupled PPO: tokens up to 5. */
    private static final MaskedImportanceSamplingConfig DECOUPLED =
            new MaskedImportanceSamplingConfig(Level.TOKEN, 0, 5);

    /** TRL's {@code sequence_mask}: responses up to 3. */
    private static final MaskedImportanceSamplingConfig SEQUENCE =
            new MaskedImportanceSamplingConfig(Level.SEQUENCE, 0, 3);

    /** Conventions of other systems, by name. */
    static final Map<String, MaskedImportanceSamplingConfig> PRESETS =
            Map.of("areal-decoupled", DECOUPLED, "trl-sequence-mask", SEQUENCE);

    public MaskedImportanceSamplingConfig {
        check(low >= 0 && low <= 1, "masked-importance-sampling.low must be in [0, 1], got %s", low);
        check(
                high >= 1 && Double.isFinite(high),
                "masked-importance-sampling.high must be at least 1, the weight where both policies agree, got %s",
                high);
    }
}
