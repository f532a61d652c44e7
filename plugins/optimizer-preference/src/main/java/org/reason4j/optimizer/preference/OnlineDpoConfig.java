package org.reason4j.optimizer.preference;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of online DPO.
 *
 * @param loss of a pair: {@code dpo}, or {@code ipo}
 * @param missingEosPenalty taken from the reward of a response that does not end by itself, before responses are ranked; at least 0
 */
public record OnlineDpoConfig(PairLoss loss, double missingEosPenalty) {

    /** As in TRL. */
    public static final OnlineDpoConfig DEFAULTS = new OnlineDpoConfig(Dpo.DEFAULTS, 0);

    public OnlineDpoConfig {
        check(
                missingEosPenalty >= 0 && Double.isFinite(missingEosPenalty),
                "online-dpo.missingEosPenalty must be 0 (off) or positive, got %s",
                missingEosPenalty);
    }
}
