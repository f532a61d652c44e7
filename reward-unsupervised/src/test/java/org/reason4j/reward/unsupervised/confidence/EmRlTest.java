package org.reason4j.reward.unsupervised.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.all;
import static org.reason4j.reward.unsupervised.Responses.streaming;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.TokenStream;
import org.reason4j.reward.unsupervised.confidence.EmRlConfig.Level;

class EmRlTest {

    @Test
    void theLogProbabilityOfTheResponseIsTheRewardOfTheSequence() throws IOException {
        JsonNode vector = vector("em-rl-token");
        float[] logprobs = floats(vector.at("/inputs/token_logp"));
        assertThat(values(new EmRl(EmRlConfig.DEFAULTS).score(streaming(TokenStream.OLD_LOGPROBS, all(3), logprobs)))[
                        0])
                .isCloseTo(vector.at("/expected/em_rl_sequence").asDouble(), within(1e-5));
        assertThat(values(new EmRl(new EmRlConfig(Level.SEQUENCE, true))
                        .score(streaming(TokenStream.OLD_LOGPROBS, all(3), logprobs)))[0])
                .isCloseTo(vector.at("/expected/mean").asDouble(), within(1e-5));
    }

    @Test
    void minusTheSumOfEntropiesIsTheRewardOfTokens() throws IOException {
        float[] entropies = floats(vector("token-entropy").at("/expected/entropy"));
        // 0.832396 + 1.098612 + 0.040674
        assertThat(values(new EmRl(EmRlConfig.TOKEN).score(streaming(TokenStream.ENTROPY, all(3), entropies)))[0])
                .isCloseTo(-1.971682, within(1e-5));
    }

    @Test
    void tokensThatAreNotLearnedDoNotCount() {
        assertThat(values(new EmRl(EmRlConfig.TOKEN)
                        .score(streaming(TokenStream.ENTROPY, new boolean[] {true, false, true}, 1, 5, 2))))
                .containsExactly(-3);
    }

    @Test
    void eachLevelAsksForItsStream() {
        assertThat(new EmRl(EmRlConfig.DEFAULTS).requirements().streams()).containsExactly(TokenStream.OLD_LOGPROBS);
        assertThat(new EmRl(EmRlConfig.TOKEN).requirements().streams()).containsExactly(TokenStream.ENTROPY);
    }
}
