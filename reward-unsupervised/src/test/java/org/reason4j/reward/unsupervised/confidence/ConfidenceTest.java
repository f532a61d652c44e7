package org.reason4j.reward.unsupervised.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.all;
import static org.reason4j.reward.unsupervised.Responses.streaming;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;

/** Self-certainty and negative entropy, from logits to reward. */
class ConfidenceTest {

    private final SelfCertainty selfCertainty = new SelfCertainty(SelfCertaintyConfig.DEFAULTS);
    private final NegativeEntropy negativeEntropy = new NegativeEntropy(NegativeEntropyConfig.DEFAULTS);

    @Test
    void selfCertaintyIsReproducedFromLogits() throws IOException {
        JsonNode vector = vector("intuitor");
        float[] certainty = stream(vector.at("/inputs/logits/0"), ConfidenceTest::certainty);
        assertThat(certainty).containsExactly(floats(vector.at("/expected/token_certainty")), within(1e-5f));
        assertThat(values(selfCertainty.score(streaming(TokenStream.CERTAINTY, all(3), certainty))))
                .containsExactly(new double[] {vector.at("/expected/reward").asDouble()}, within(1e-5));
    }

    @Test
    void selfCertaintyExceedsTheDivergenceFromUniformByTheLogarithmOfTheVocabulary() throws IOException {
        JsonNode vector = vector("intuitor");
        double[] divergence = row(vector.at("/expected/kl_uniform_to_p"));
        double mean = Arrays.stream(divergence).average().orElseThrow();
        float[] certainty = stream(vector.at("/inputs/logits/0"), ConfidenceTest::certainty);
        assertThat(values(selfCertainty.score(streaming(TokenStream.CERTAINTY, all(3), certainty))))
                .containsExactly(new double[] {mean + Math.log(3)}, within(1e-5));
    }

    @Test
    void negativeEntropyIsReproducedFromLogits() throws IOException {
        JsonNode vector = vector("rent");
        float[] entropy = stream(vector.at("/inputs/logits/0"), ConfidenceTest::entropy);
        assertThat(entropy).containsExactly(floats(vector("token-entropy").at("/expected/entropy")), within(1e-5f));
        assertThat(values(negativeEntropy.score(streaming(TokenStream.ENTROPY, all(3), entropy))))
                .containsExactly(new double[] {vector.at("/expected/reward").asDouble()}, within(1e-5));
    }

    @Test
    void aTokenThatIsNotLearnedDoesNotCount() {
        boolean[] learned = {true, false, true};
        assertThat(values(selfCertainty.score(streaming(TokenStream.CERTAINTY, learned, 2, 1000, 4))))
                .containsExactly(3);
        assertThat(values(negativeEntropy.score(streaming(TokenStream.ENTROPY, learned, 2, 1000, 4))))
                .containsExactly(-3);
    }

    @Test
    void aResponseWithoutLearnedTokensHasNoScore() {
        Score none = Score.unscorable("the response has no token that is learned from");
        assertThat(selfCertainty.score(streaming(TokenStream.CERTAINTY, new boolean[2], 1, 1)))
                .containsExactly(none);
        assertThat(negativeEntropy.score(streaming(TokenStream.ENTROPY, new boolean[0])))
                .containsExactly(none);
    }

    @Test
    void eachAsksForTheStreamThatItReads() {
        assertThat(selfCertainty.requirements().streams()).containsExactly(TokenStream.CERTAINTY);
        assertThat(negativeEntropy.requirements().streams()).containsExactly(TokenStream.ENTROPY);
    }

    private static float[] stream(JsonNode logits, ToDoubleFunction<double[]> formula) {
        float[] stream = new float[logits.size()];
        for (int t = 0; t < stream.length; t++) {
            stream[t] = (float) formula.applyAsDouble(row(logits.get(t)));
        }
        return stream;
    }

    private static double certainty(double[] logits) {
        return -Arrays.stream(logprobs(logits)).average().orElseThrow();
    }

    private static double entropy(double[] logits) {
        return -Arrays.stream(logprobs(logits)).map(l -> Math.exp(l) * l).sum();
    }

    private static double[] logprobs(double[] logits) {
        double normalizer = Math.log(Arrays.stream(logits).map(Math::exp).sum());
        return Arrays.stream(logits).map(z -> z - normalizer).toArray();
    }
}
