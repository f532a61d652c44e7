package org.reason4j.reward.rulebased.problems;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;
import org.reason4j.reward.rulebased.problems.ColumnAddition.Slip;

/**
 * A response to a problem of addition that is to be judged: worked carefully or hastily, with a slip, or cut off.
 *
 * @param style {@code careful}, {@code hasty}, {@code slip} or {@code cut}
 * @param text the response
 * @param claim the sum that it claims; empty where it was cut off
 */
record WorkedSum(String style, String text, String claim) {

    /** Refuses impossible shares by their names; {@code dataset} is the name of the dataset. */
    static void validate(String dataset, double carefulShare, double slipShare, double cutShare) {
        check(
                carefulShare >= 0 && carefulShare <= 1,
                "%s.carefulShare must be in [0, 1], got %s",
                dataset,
                carefulShare);
        check(
                slipShare >= 0 && cutShare >= 0 && slipShare + cutShare <= 1,
                "%s.slipShare and %s.cutShare must not be negative and add up to 1 at most, got %s and %s",
                dataset,
                dataset,
                slipShare,
                cutShare);
    }

    /** Draws a response whose digits are added in the given style. */
    static WorkedSum draw(Draws draws, Chain chain, boolean careful, double slipShare, double cutShare) {
        ColumnAddition written = ColumnAddition.of(chain.terms(), careful, Optional.empty());
        double fault = draws.fraction();
        if (fault < cutShare) {
            String working = written.working();
            String rest = working.substring(0, (int) draws.between(0, working.length()));
            return new WorkedSum("cut", "<think>" + rest, "");
        }
        boolean slips = fault < cutShare + slipShare;
        if (slips) {
            Slip slip = new Slip((int) draws.between(0, written.columns() - 1), (int) draws.between(1, 9));
            written = ColumnAddition.of(chain.terms(), careful, Optional.of(slip));
        }
        String style = slips ? "slip" : careful ? "careful" : "hasty";
        return new WorkedSum(style, written.response(), String.valueOf(written.sum()));
    }
}
