package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.core.engine.rollout.Requests.generate;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.sampledLogprobs;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

/** Responses whose tokens are drawn from distributions of lower entropy. */
class LowerEntropyTest {

    @Test
    void logProbabilitiesOfThePolicyAndOfWhatWasDrawnFromStandBesideEachOther() {
        SamplingParams params = temperature(0.8, 6).withEntropyMinimization(EntropyMinimization.TEMPERATURE);
        try (LanguageModel model = Requests.model(TinyModels.QWEN3, Precision.FP32)) {
            Trajectory trajectory = generate(
                            model,
                            16,
                            List.of(request("p", 0, params, 30, 31, 32, 33), request("q", 0, temperature(1, 9), 9)))
                    .get(0);
            int[] sequence = Arrays.copyOf(trajectory.prompt().tokens(), 4 + 6);
            System.arraycopy(trajectory.response(), 0, sequence, 4, 6);
            for (int t = 0; t < 6; t++) {
                double[] all = TinyModels.distribution(model, Arrays.copyOf(sequence, 4 + t), 0.8);
                double[] drawnFrom = withEntropy(all, 0.2 * entropy(all));
                int token = trajectory.response()[t];
                assertThat((double) logprobs(trajectory)[t]).isCloseTo(all[token], within(1e-4));
                assertThat((double) sampledLogprobs(trajectory)[t]).isCloseTo(drawnFrom[token], within(2e-3));
            }
        }
    }

    private static double[] withEntropy(double[] logprobs, double entropy) {
        double low = 0.01;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (entropy(cooled(logprobs, middle)) < entropy) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return cooled(logprobs, high);
    }

    private static double[] cooled(double[] logprobs, double temperature) {
        double sum = Arrays.stream(logprobs).map(l -> Math.exp(l / temperature)).sum();
        return Arrays.stream(logprobs).map(l -> l / temperature - Math.log(sum)).toArray();
    }

    private static double entropy(double[] logprobs) {
        return -Arrays.stream(logprobs).map(l -> Math.exp(l) * l).sum();
    }
}
