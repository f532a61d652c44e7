package org.reason4j.core.host.track.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trajectories to one prompt, as the report shows them.
 *
 * @param step the step that sampled them
 * @param promptId identity of the prompt
 * @param prompt the question
 * @param expected the right answer; empty if unknown
 * @param samples the trajectories, or the first of them
 * @param limbs all of them as a tree, where some branch off from others; else empty
 */
public record SampledGroup(
        int step, String promptId, String prompt, String expected, List<Sample> samples, List<Limb> limbs) {

    public SampledGroup {
        samples = List.copyOf(samples);
        limbs = List.copyOf(limbs);
    }

    /**
     * One trajectory.
     *
     * @param index its index among those to the prompt
     * @param tokens the response, piece by piece
     * @param length tokens of the whole response, of which {@code tokens} may hold the first ones only
     * @param finish why it ended
     * @param reward the composed reward
     * @param rewards what each reward said, a number or why there is none, and its share of the reward where several have one
     */
    public record Sample(
            int index, List<Token> tokens, int length, String finish, double reward, Map<String, String> rewards) {

        public Sample {
            tokens = List.copyOf(tokens);
            rewards = Collections.unmodifiableMap(new LinkedHashMap<>(rewards));
        }
    }

    /**
     * One token.
     *
     * @param text its text; empty where a character is spread over tokens and this is not the last of them
     * @param advantage its advantage; 0 where it is not learned
     * @param learned whether the policy learns from it
     */
    public record Token(String text, double advantage, boolean learned) {}
}
