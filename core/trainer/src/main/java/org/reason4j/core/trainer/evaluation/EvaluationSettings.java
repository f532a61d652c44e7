package org.reason4j.core.trainer.evaluation;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.environment.Environment;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.host.config.Evaluation;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.trainer.components.EngineSettings;

/**
 * Settings of a measurement.
 *
 * @param params length and ends of responses; its temperature is not used
 * @param decoding of the responses
 * @param samples per problem for pass@k and maj@k; 0 for greedy decoding alone
 * @param k the k of pass@k and maj@k
 * @param temperature of the samples
 * @param threshold least reward of a correct response
 * @param seed key of the samples' draws
 * @param threads groups scored at the same time
 */
public record EvaluationSettings(
        SamplingParams params,
        DecoderSettings decoding,
        int samples,
        List<Integer> k,
        double temperature,
        double threshold,
        long seed,
        int threads) {

    /** Settings of a recipe: responses have the rollouts' ends and environment, and none of their filters. */
    public static EvaluationSettings of(
            Recipe.Rollout rollout, Optional<Environment> environment, Evaluation evaluation, long seed, int threads) {
        return new EvaluationSettings(
                SamplingParams.of(rollout.maxTokens())
                        .withStopIds(rollout.stopIds())
                        .withStop(rollout.stop()),
                EngineSettings.decoding(rollout, environment),
                evaluation.samples(),
                evaluation.k(),
                evaluation.temperature(),
                evaluation.threshold(),
                seed,
                threads);
    }
}
