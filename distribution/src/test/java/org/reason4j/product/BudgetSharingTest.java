package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.sampler.budget.BudgetForcing;
import org.reason4j.sampler.budget.BudgetForcingConfig;
import org.reason4j.testkit.RecordedMetrics;

/** Responses whose thinking is forced into a budget are the same whatever shares their batch and however their beginnings are read. */
class BudgetSharingTest {

    private static final Path MODEL = Path.of("src/test/resources/models/llama");
    private static final SamplingParams PARAMS = SamplingParams.of(40);
    private static final BudgetForcingConfig CONFIG = new BudgetForcingConfig(24, "", 2, "Wait", "e", "e.", 8);

    @Test
    void theyAreTheSameAloneAndTogetherSharedAndReadAgain() {
        try (LanguageModel model = LanguageModel.load(MODEL, Device.cpu(), Precision.FP32);
                ModelTokenizer tokenizer = ModelTokenizer.open(MODEL, model.config())) {
            RecordedMetrics reports = new RecordedMetrics();
            List<Prompt> prompts = List.of(
                    Prompt.of("p", List.of(), tokenizer.encode("1+1=")),
                    Prompt.of("q", List.of(), tokenizer.encode("one and two")));
            RolloutEngine together = decoder(model, tokenizer, 32, reports);
            List<String> shared = shown(sampler(tokenizer, reports), new SampledStep(1, prompts, 4, PARAMS, together));

            assertThat(reports.of("forcing/continued")).isPositive();
            assertThat(reports.of("forcing/stopped")).isPositive();
            assertThat(reports.of("rollout/tokens_computed")).isLessThanOrEqualTo(reports.of("rollout/tokens_unique"));
            assertThat(shown(
                            sampler(tokenizer, new RecordedMetrics()),
                            new SampledStep(1, prompts, 4, PARAMS, new FeedingAgain(together, false))))
                    .isEqualTo(shared);
            assertThat(shown(
                            sampler(tokenizer, new RecordedMetrics()),
                            new SampledStep(
                                    1, prompts, 4, PARAMS, decoder(model, tokenizer, 1, new RecordedMetrics()))))
                    .isEqualTo(shared);
            assertThat(shown(
                            sampler(tokenizer, new RecordedMetrics()),
                            new SampledStep(1, prompts.subList(1, 2), 4, PARAMS, together)))
                    .isEqualTo(shared.subList(4, 8));
        }
    }

    private static BudgetForcing sampler(Tokenizer tokenizer, Metrics metrics) {
        return new BudgetForcing(CONFIG, tokenizer, RolloutSettings.of(4, PARAMS), metrics);
    }

    private static RolloutEngine decoder(LanguageModel model, Tokenizer tokenizer, int slots, Metrics metrics) {
        return new Decoder(model, tokenizer, DecoderSettings.ofSlots(slots).reporting(metrics), 42, 1, done -> {});
    }

    /** Tokens, what is learned, and log-probabilities of every response. */
    private static List<String> shown(BudgetForcing sampler, SamplingStep step) {
        List<String> shown = new ArrayList<>();
        for (Group group : sampler.sample(step)) {
            for (Trajectory one : group.trajectories()) {
                shown.add(Arrays.toString(one.response())
                        + Arrays.toString(one.learned())
                        + Arrays.toString(one.stream(TokenStream.BEHAVIOUR_LOGPROBS))
                        + one.finish()
                        + one.text());
            }
        }
        return shown;
    }
}
