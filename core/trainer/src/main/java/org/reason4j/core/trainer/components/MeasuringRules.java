package org.reason4j.core.trainer.components;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.reward.Measure;
import org.reason4j.core.host.plugin.Guard;

/** Reasons why a reward can't measure: it would see held-out problems, one response at a time, and nothing of training. */
final class MeasuringRules {

    private MeasuringRules() {}

    /**
     * Returns every reason, as the end of a sentence that begins with the reward.
     *
     * @param reward the component that is to measure
     * @param needs its requirements
     * @param environment whether responses are written with an environment
     */
    static List<String> reasonsAgainst(Object reward, Requirements needs, boolean environment) {
        List<String> reasons = new ArrayList<>();
        if (!RequirementRules.SAMPLED.containsAll(needs.streams())) {
            reasons.add("reads "
                    + needs.streams().stream()
                            .filter(stream -> !RequirementRules.SAMPLED.contains(stream))
                            .map(TokenStream::name)
                            .sorted()
                            .toList()
                    + ", which only training computes");
        }
        if (!environment && needs.streams().contains(TokenStream.TURN_REWARDS)) {
            reasons.add("reads the rewards of turns, which need an environment");
        }
        if (needs.minimumGroupSize() > 1) {
            reasons.add("compares responses with each other, not with what is right");
        }
        if (asksForTheMeasure(reward)) {
            reasons.add("builds on the reward that measures, and can't be that itself");
        }
        return reasons;
    }

    private static boolean asksForTheMeasure(Object reward) {
        return Arrays.stream(Guard.unwrap(reward).getClass().getDeclaredConstructors())
                .anyMatch(constructor ->
                        Arrays.asList(constructor.getParameterTypes()).contains(Measure.class));
    }
}
