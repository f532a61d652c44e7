package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.LossChecks;

/** The aggregation that weighs every prompt alike. */
class PromptMeanTest {

    private static final Offset<Double> CLOSE = within(1e-5);

    @ParameterizedTest
    @EnumSource(
            value = LossAggregation.class,
            names = {"PROMPT_MEAN", "TOKEN_MEAN", "SEQ_MEAN_TOKEN_MEAN"})
    void theMeanOverPromptsIsReproducedBesideOthers(LossAggregation mode) throws IOException {
        JsonNode vector = vector("agg-prompt-mean");
        String name = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(batch(vector)
                        .evaluate((batch, leaf) -> batch.aggregate(leaf, mode))
                        .loss())
                .isCloseTo(vector.get("expected").get(name).asDouble(), CLOSE);
    }

    @ParameterizedTest
    @EnumSource(LossAggregation.class)
    void sharesOfMicroBatchesThatDivideAPromptAddUp(LossAggregation mode) throws IOException {
        LossChecks.microBatchesAndPaddingChangeNothing(
                batch(vector("agg-prompt-mean")), (batch, leaf) -> batch.aggregate(leaf, mode), 1e-5);
    }

    @Test
    void everyTokenOfAPromptHasTheSameGradient() throws IOException {
        // 6 and 5 tokens, two prompts: 1 / (2 * 6) and 1 / (2 * 5)
        float[][] gradient = batch(vector("agg-prompt-mean"))
                .evaluate((batch, leaf) -> batch.aggregate(leaf, LossAggregation.PROMPT_MEAN))
                .gradient();
        assertThat(gradient[0]).containsExactly(new float[] {1 / 12f, 1 / 12f, 1 / 12f, 1 / 12f}, within(1e-6f));
        assertThat(gradient[1]).containsExactly(new float[] {1 / 12f, 1 / 12f, 0, 0}, within(1e-6f));
        assertThat(gradient[2]).containsExactly(new float[] {0.1f, 0, 0, 0}, within(1e-6f));
    }

    /** The vector's token losses as the leaf. */
    private static Batch batch(JsonNode vector) {
        float[][] losses = matrix(vector.at("/inputs/loss"));
        float[][] mask = matrix(vector.at("/inputs/mask"));
        double[] groups = row(vector.at("/inputs/group"));
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            int length = 0;
            for (float learned : mask[i]) {
                length += (int) learned;
            }
            Prompt prompt = Prompt.of("prompt " + (int) groups[i], List.of(), new int[] {1});
            credits.add(Credit.constant(Trajectory.demonstration(prompt, i, new int[length], ""), 1));
        }
        return Batch.of(
                TokenStream.LOGPROBS,
                credits,
                Map.of(TokenStream.LOGPROBS, one -> Arrays.copyOf(losses[one.sample()], one.length())));
    }
}
