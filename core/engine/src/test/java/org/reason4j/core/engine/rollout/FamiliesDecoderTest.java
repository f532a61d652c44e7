package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.core.engine.rollout.Requests.generate;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.model.TokenRows;

/** Decoding with models of every further family. */
class FamiliesDecoderTest {

    static List<String> names() {
        return TinyModels.FAMILIES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void greedyContinuationsAreThoseOfTransformers(String name) {
        try (LanguageModel model = Requests.model(name, Precision.FP32)) {
            List<RolloutRequest> requests = new ArrayList<>();
            for (int[] sequence : TinyModels.sequences(name)) {
                requests.add(request("p" + requests.size(), 0, SamplingParams.greedy(16), Arrays.copyOf(sequence, 8)));
            }
            assertThat(generate(model, 8, requests).stream().map(Trajectory::response))
                    .containsExactlyElementsOf(TinyModels.continuations(name));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void logprobsReportedWhileSamplingAreThoseOfAFullPass(String name) {
        try (LanguageModel model = Requests.model(name, Precision.FP32)) {
            List<RolloutRequest> requests = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                requests.add(request("p" + i, i, temperature(0.7, 20 + i), TinyModels.tokens(1 + 3 * i, i)));
            }
            int longest = Math.min(150, model.config().maxPositions() - 10);
            for (int i = 0; i < 3; i++) { // a prompt whose beginning slots share, unless the model has windows
                requests.add(request("long", i, temperature(0.7, 10), TinyModels.tokens(longest, 1)));
            }
            for (Trajectory trajectory : generate(model, 8, requests)) {
                TokenRows rows = new TokenRows();
                rows.add(trajectory.prompt().tokens(), trajectory.response(), trajectory.learned(), 0.7);
                assertThat(logprobs(trajectory))
                        .containsExactly(model.score(rows).logprobs(), within(1e-4f));
            }
        }
    }
}
