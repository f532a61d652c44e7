package org.reason4j.optimizer.mixed.replay;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * A response that was kept for later steps: its tokens, how they were sampled, and its rewards. Numbers of models, such as old
 * and reference log-probabilities, are not kept: they are those of another step when it is replayed. Immutable; arrays belong to it.
 *
 * @param version number of weight updates behind the policy that sampled it
 * @param streams of sampling and of plugins, {@code [L]} each
 * @param outcome composed reward of the whole response
 * @param tokenRewards composed rewards on single tokens, {@code [L]}
 * @param scores values of each reward by its key
 * @param entropy mean of the policy's entropy over its learned tokens when it was kept, in nats; 0 where nobody asked
 * @param step number of the step that sampled it
 */
record Kept(
        int[] response,
        boolean[] learned,
        String text,
        Finish finish,
        long version,
        SamplingParams params,
        Map<TokenStream, float[]> streams,
        double outcome,
        float[] tokenRewards,
        Map<String, Double> scores,
        double entropy,
        int step) {

    private static final String OF_MODELS = "model/"; // streams of models that learn beside the policy

    /** True if a response can be kept: the policy sampled it for this step, whole, and has something to learn from it. */
    static boolean canKeep(Trajectory one) {
        return one.origin() == Origin.POLICY
                && one.finish() != Finish.FAILED
                && one.branch().isEmpty()
                && one.policyVersion().isPresent()
                && one.params().isPresent()
                && one.learnedTokens() > 0;
    }

    /** Keeps a response of which {@link #canKeep} is true. */
    static Kept of(ScoredTrajectory scored, int step) {
        Trajectory one = scored.trajectory();
        Map<TokenStream, float[]> streams = new HashMap<>();
        one.streams().stream().filter(Kept::stays).forEach(stream -> streams.put(stream, one.stream(stream)));
        Map<String, Double> scores = new TreeMap<>();
        scored.scores().forEach((key, score) -> {
            if (score instanceof Score.Value value) {
                scores.put(key, value.value());
            }
        });
        return new Kept(
                one.response(),
                one.learned(),
                one.text(),
                one.finish(),
                one.policyVersion().orElseThrow(),
                one.params().orElseThrow(),
                Collections.unmodifiableMap(streams),
                scored.outcome(),
                scored.tokenRewards(),
                Collections.unmodifiableMap(scores),
                entropy(one),
                step);
    }

    private static boolean stays(TokenStream stream) {
        return stream.equals(TokenStream.BEHAVIOUR_LOGPROBS)
                || stream.equals(TokenStream.SAMPLED_LOGPROBS)
                || stream.equals(TokenStream.POLICY_VERSION)
                || stream.equals(TokenStream.TURN_REWARDS)
                || stream.name().contains("/") && !stream.name().startsWith(OF_MODELS);
    }

    private static double entropy(Trajectory one) {
        float[] entropies = one.find(TokenStream.ENTROPY).orElse(new float[one.length()]);
        double sum = 0;
        for (int t = 0; t < entropies.length; t++) {
            sum += one.isLearned(t) ? entropies[t] : 0;
        }
        return sum / one.learnedTokens();
    }

    /** The response as one of a later step, with the rewards that it was given when it was sampled. */
    ScoredTrajectory replayed(Prompt prompt, int sample) {
        Trajectory one = Trajectory.sampled(prompt, sample, response, text, finish, version, params)
                .withLearned(learned)
                .withOrigin(Origin.REPLAY);
        for (Map.Entry<TokenStream, float[]> stream : streams.entrySet()) {
            one = one.with(stream.getKey(), stream.getValue());
        }
        Map<String, Score> values = new TreeMap<>();
        scores.forEach((key, value) -> values.put(key, Score.of(value)));
        return ScoredTrajectory.of(one, outcome).withTokenRewards(tokenRewards).withScores(values);
    }
}
