package org.reason4j.distillation.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import java.util.Arrays;
import java.util.Optional;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.distillation.teacher.Lesson;

/**
 * Where a component keeps a teacher's numbers, from the moment that the teacher gives them to the loss.
 *
 * @param teacher log-probabilities of the sampled tokens; 0 where there are none
 * @param active 1 on tokens with numbers, else 0
 * @param top the teacher's most likely tokens
 */
record Attached(TokenStream teacher, TokenStream active, TokenStream top) {

    static Attached of(String component) {
        return new Attached(
                TokenStream.of("distillation", component + "-teacher"),
                TokenStream.of("distillation", component + "-active"),
                TokenStream.of("distillation", component + "-top"));
    }

    /** Attaches what a teacher said about a response, {@code k} tokens at each position, or that it said nothing. */
    Trajectory to(Trajectory response, Lesson lesson, int k) {
        if (response.streams().contains(teacher)) {
            throw new IllegalStateException("Two components attach '" + teacher.name()
                    + "': the recipe has this component twice. Leave one of them out.");
        }
        float[] logprobs = new float[response.length()];
        float[] isActive = new float[response.length()];
        int[] ids = new int[response.length() * k];
        float[] likely = new float[ids.length];
        if (lesson instanceof Lesson.Scores scores) {
            System.arraycopy(scores.logprobs(), 0, logprobs, 0, scores.length());
            Arrays.fill(isActive, 0, scores.length(), 1);
            scores.top().ifPresent(tokens -> {
                System.arraycopy(tokens.ids(), 0, ids, 0, tokens.length() * k);
                System.arraycopy(tokens.logprobs(), 0, likely, 0, tokens.length() * k);
            });
        }
        Trajectory carrying = response.with(teacher, logprobs).with(active, isActive);
        return k == 0 ? carrying : carrying.with(top, TopTokens.of(k, ids, likely));
    }

    /** What a loss is made of. */
    Signal signal(TokenBatch batch, int k) {
        return new Signal(
                batch,
                batch.learned(batch.logprobs()),
                batch.learned(batch.stream(teacher)),
                k == 0 ? Optional.empty() : Optional.of(batch.top(top)));
    }

    /** Numbers on tokens that a teacher said something about, and 0 elsewhere, {@code [B, T]}. */
    NDArray where(TokenBatch batch, NDArray numbers) {
        return NDArrays.where(batch.learned(batch.stream(active)).gt(0), numbers, numbers.zerosLike());
    }
}
