package org.reason4j.core.engine.rollout;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;

/** Numbers of a response's tokens while it is written; arrays have room for its longest length. */
final class ResponseStreams {

    private final boolean[] learned;
    private final Optional<float[]> versions; // of the prefix, where the request brings them
    private final float[] logprobs;
    private final float[] sampledLogprobs;
    private final Optional<float[]> turnRewards; // where there is an environment

    /** Begins with the numbers that a request brings of its prefix, and with room for {@code longest} tokens. */
    ResponseStreams(RolloutRequest request, int longest, boolean hasTurnRewards) {
        learned = Arrays.copyOf(request.learned(), longest);
        versions = request.find(TokenStream.POLICY_VERSION);
        logprobs = prefix(request, TokenStream.BEHAVIOUR_LOGPROBS, longest);
        sampledLogprobs = prefix(request, TokenStream.SAMPLED_LOGPROBS, longest);
        turnRewards =
                hasTurnRewards ? Optional.of(prefix(request, TokenStream.TURN_REWARDS, longest)) : Optional.empty();
    }

    /** A stream of the prefix; 0 where the request brings none. */
    private static float[] prefix(RolloutRequest request, TokenStream stream, int longest) {
        return Arrays.copyOf(request.find(stream).orElse(new float[0]), longest);
    }

    /** Sets the numbers of token {@code t}, which the policy wrote. */
    void write(int t, float logprob, float sampledLogprob) {
        learned[t] = true;
        logprobs[t] = logprob;
        sampledLogprobs[t] = sampledLogprob;
    }

    /** Sets the environment's reward at token {@code t}, the last one of a turn. */
    void reward(int t, float reward) {
        turnRewards.orElseThrow()[t] = reward;
    }

    /** Log-probabilities under the model of tokens {@code from} to before {@code to}. */
    float[] logprobs(int from, int to) {
        return Arrays.copyOfRange(logprobs, from, to);
    }

    /** The oldest version of the weights that wrote one of the first {@code length} tokens; those of now have version {@code now}. */
    long oldestVersion(int length, long now) {
        float[] all = versions(length, now);
        return IntStream.range(0, length)
                .filter(t -> learned[t])
                .mapToLong(t -> (long) all[t])
                .min()
                .orElse(now);
    }

    /** Versions of the weights that wrote learned tokens, {@code [length]}; 0 on others. */
    private float[] versions(int length, long now) {
        float[] all = Arrays.copyOf(versions.orElse(new float[0]), length);
        for (int t = versions.map(known -> known.length).orElse(0); t < length; t++) {
            all[t] = learned[t] ? now : 0;
        }
        return all;
    }

    /** Returns the trajectory, {@code [L]}, with these numbers; those of now have version {@code now}. */
    Trajectory addTo(Trajectory trajectory, long now) {
        int length = trajectory.length();
        Trajectory written = trajectory
                .withLearned(Arrays.copyOf(learned, length))
                .with(TokenStream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(logprobs, length))
                .with(TokenStream.SAMPLED_LOGPROBS, Arrays.copyOf(sampledLogprobs, length))
                .with(TokenStream.POLICY_VERSION, versions(length, now));
        return turnRewards
                .map(rewards -> written.with(TokenStream.TURN_REWARDS, Arrays.copyOf(rewards, length)))
                .orElse(written);
    }
}
