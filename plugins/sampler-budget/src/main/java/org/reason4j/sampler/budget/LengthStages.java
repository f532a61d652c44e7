package org.reason4j.sampler.budget;

import java.util.Map;
import java.util.function.Function;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * A longest response for each stage of a run: a policy that learns with short responses first learns faster, and says more with
 * fewer tokens. A stage begins at its step, or earlier where more than {@code raiseAbove} of a step's responses are truncated:
 * then the one before has become too short.
 *
 * <p>A length counts the whole response, a prefix that a request brings along included; a request has one new token at least.
 *
 * <p>Metric: {@code length_stages/max_tokens}, of the batches that a step begins.
 *
 * @see <a href="https://github.com/agentica-project/rllm">DeepScaleR: iterative context lengthening</a>
 */
public final class LengthStages implements SamplingSchedule, Stateful {

    private static final String TRUNCATED = "completions/truncated_ratio";
    private static final String STAGE = "stage";

    private final LengthStagesConfig config;
    private final RunInfo run;
    private final Metrics metrics;
    private int reached; // stage that was begun early

    public LengthStages(LengthStagesConfig config, RunInfo run, Metrics metrics) {
        this.config = config;
        this.run = run;
        this.metrics = metrics;
    }

    @Override
    public Function<RolloutRequest, SamplingParams> forStep(int step) {
        int longest = config.maxTokens().get(stage(step));
        metrics.mean("length_stages/max_tokens", longest);
        return request -> PromptBudget.shortened(request, longest);
    }

    private int stage(int step) {
        return Math.max(
                reached, Stages.at(step, config.from(), config.maxTokens().size(), run.steps()));
    }

    @Override
    public void stepCompleted(int step, Map<String, Double> measured) {
        if (config.raiseAbove() > 0 && measured.getOrDefault(TRUNCATED, 0.0) > config.raiseAbove()) {
            reached = Math.min(config.maxTokens().size() - 1, stage(step) + 1);
        }
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(STAGE, reached);
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get(STAGE) instanceof Number saved)) {
            throw new IllegalArgumentException(
                    "The saved state of schedule 'length-stages' has no number '" + STAGE + "': " + state);
        }
        reached = Math.min(config.maxTokens().size() - 1, saved.intValue());
    }
}
