package org.reason4j.core.trainer.components;

import ai.djl.Device;
import java.time.Duration;
import java.util.Optional;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.environment.Environment;
import org.reason4j.core.engine.model.LoraSettings;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.engine.rollout.draft.DraftMemory;
import org.reason4j.core.host.config.Recipe;

/** Settings of the engine, as a recipe gives them; the engine itself knows no recipe. */
public final class EngineSettings {

    private static final double NANOS_PER_SECOND = 1e9;

    private EngineSettings() {}

    /** Those of a decoder that asks {@code environment} for the turns between the policy's; it reports to no metrics. */
    public static DecoderSettings decoding(Recipe.Rollout rollout, Optional<Environment> environment) {
        DecoderSettings undrafted = DecoderSettings.ofSlots(rollout.batchSize())
                .withCacheTokens(rollout.cacheTokens())
                .withAnswerTime(seconds(rollout.answerSeconds()));
        DecoderSettings plain = rollout.speculation() ? undrafted.withDrafts(new DraftMemory()) : undrafted;
        return environment
                .map(answering -> plain.withEnvironment(answering, rollout.maxTurns(), seconds(rollout.turnSeconds())))
                .orElse(plain);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
    }

    /** Parameters of the rollouts. */
    public static SamplingParams sampling(Recipe.Rollout rollout) {
        return SamplingParams.of(rollout.maxTokens())
                .withTemperature(rollout.temperature())
                .withTopK(rollout.topK())
                .withTopP(rollout.topP())
                .withMinP(rollout.minP())
                .withStopIds(rollout.stopIds())
                .withStop(rollout.stop());
    }

    /** The number formats of the policy's passes, and of models beside it. */
    public static Precision precision(Recipe.Model model, Device device) {
        return Precision.of(model.precision(), model.head(), device);
    }

    /** Those of the adapters; empty where a recipe trains the weights. */
    public static Optional<LoraSettings> adapters(Recipe.Model model) {
        return model.lora().map(lora -> new LoraSettings(lora.rank(), lora.alpha(), lora.targets()));
    }
}
