package org.reason4j.agents.credit;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.optimizer.ClippedSurrogate;

/**
 * Settings of role-conditioned advantage estimation.
 *
 * @param decay share of a role's average that a game keeps, in [0, 1)
 * @param initial average before the first game
 * @param by fields of a prompt whose values say whose average it is; one that a prompt lacks counts as an empty text
 * @param clipLow distance of the lower clip bound of a token's ratio from 1, in (0, 1)
 * @param clipHigh distance of the upper clip bound from 1
 * @param aggregation reduction of token losses to one number
 */
public record RaeConfig(
        double decay, double initial, List<String> by, double clipLow, double clipHigh, LossAggregation aggregation) {

    /** The published numbers, and SPIRAL's sum over tokens divided by a constant. */
    public static final RaeConfig DEFAULTS =
            new RaeConfig(0.95, 0, List.of("game", "role"), 0.2, 0.2, LossAggregation.SEQ_MEAN_TOKEN_SUM_NORM);

    public RaeConfig {
        by = List.copyOf(by);
        check(decay >= 0 && decay < 1, "rae.decay must be in [0, 1), got %s", decay);
        check(Double.isFinite(initial), "rae.initial must be finite, got %s", initial);
        check(!by.isEmpty() && by.stream().noneMatch(String::isBlank), "rae.by must name fields, got %s", by);
        ClippedSurrogate.validate("rae", clipLow, clipHigh);
    }
}
