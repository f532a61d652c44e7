package org.reason4j.core.trainer.components;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
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

    /**
     * Returns every reason why a reward can't judge responses without a run around them.
     *
     * @param largest most responses to one prompt
     * @param policy whether a model stands in for the policy
     */
    static List<String> reasonsAgainstGiven(Reward reward, int largest, boolean policy) {
        Requirements needs = reward.requirements();
        List<String> reasons = new ArrayList<>();
        if (!needs.streams().isEmpty()) {
            reasons.add("reads "
                    + needs.streams().stream().map(TokenStream::name).sorted().toList()
                    + ", which come with rollouts");
        }
        if (!reward.models().isEmpty()) {
            reasons.add("has a model that learns beside the policy, in training alone");
        }
        if (!policy && needs.models().stream().anyMatch(model -> model.kind() != ModelRef.Kind.REWARD)) {
            reasons.add(
                    "asks models for numbers of the policy's tokens, but no model says what a token is; name one with"
                            + " --model");
        }
        if (needs.minimumGroupSize() > largest) {
            reasons.add("compares at least " + needs.minimumGroupSize()
                    + " responses to a prompt, but no id has more than " + largest);
        }
        return reasons;
    }

    /** True for a reward that is given the one that measures. */
    static boolean asksForTheMeasure(Object reward) {
        return Arrays.stream(Guard.unwrap(reward).getClass().getDeclaredConstructors())
                .anyMatch(constructor ->
                        Arrays.asList(constructor.getParameterTypes()).contains(Measure.class));
    }
}
