package org.reason4j.core.trainer.experience;

import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.engine.rollout.partial.PartialResponse;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.components.Schedules;
import org.reason4j.core.trainer.report.MetricBuffer;
import org.reason4j.core.trainer.report.Observers;

/** Batches for samplers: prompts, parameters and an engine that writes rollouts. */
public final class Sampling {

    private final Engines engines;
    private final RolloutSetup setup;
    private final Observers observers;
    private final RunServices services;
    private final Schedules schedules;

    /**
     * Prepares to sample.
     *
     * @param engines write the rollouts
     * @param schedules change the parameters of every request
     */
    public Sampling(
            Engines engines, RolloutSetup setup, Observers observers, RunServices services, Schedules schedules) {
        this.engines = engines;
        this.setup = setup;
        this.observers = observers;
        this.services = services;
        this.schedules = schedules;
    }

    /**
     * Prepares a batch. Schedules say here what they do with its requests.
     *
     * @param number of the step that trains on it; 0 before the first one
     * @param batch its number over the whole run, part of every draw's key
     */
    Step step(int number, int batch, List<Prompt> prompts) {
        long total = (long) prompts.size() * setup.groupSize();
        return step(number, prompts, engines.rollouts(batch, done -> progress(number, batch, done, total)));
    }

    private Step step(int number, List<Prompt> prompts, RolloutEngine engine) {
        ScheduledEngine scheduled = new ScheduledEngine(
                engine,
                number == 0 ? List.of() : schedules.forStep(number),
                setup.params().maxTokens(),
                "sampler '" + setup.sampler() + "'");
        return new Step(number, prompts, setup.groupSize(), setup.params(), scheduled);
    }

    /**
     * Writes responses of several batches on, each by at most so many tokens.
     *
     * @param number of the step
     * @param batch the batch that they are written for
     */
    List<PartialResponse> writeParts(int number, int batch, List<PartialResponse> responses, int tokens) {
        return engines.parts(batch, done -> progress(number, batch, done, responses.size()))
                .write(responses, tokens);
    }

    /** What components report. */
    MetricBuffer metrics() {
        return services.metrics();
    }

    private void progress(int number, int batch, long done, long total) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("Interrupted while batch " + batch + " was being sampled");
        }
        if (total > 0) { // what a component asks for outside of a batch is no progress of one
            observers.progress(number, "rollout", done, total);
        }
    }

    /** Offers the policy to components: to write more of a batch, and to answer as a text model, without an environment. */
    void offer(Step step, int batch) {
        services.engine().use(step.rollouts().askedBy("a component"));
        services.opinions().use(engines.plain(batch));
    }

    /** Lets components use the policy before the first step: a measurement may ask it for its opinion. */
    public void ready() {
        offer(step(0, 0, List.of()), 0);
    }

    /** Offers the policy to components that measure it after a step; what they ask it to write is no rollout of the step. */
    public void offerForMeasuring(int number) {
        RolloutEngine engine = engines.measuring().rollouts(number, done -> {});
        services.engine().use(step(number, List.of(), engine).rollouts().askedBy("a component"));
    }

    /** Offers the policy as a text model while another model makes a step, with a number that keys the draws. */
    public void offerOpinions(int step) {
        services.opinions().use(engines.plain(step));
    }

    /** Returns the most likely response to each of these prompts of a batch. */
    List<Trajectory> greedy(SamplingStep step, List<Prompt> prompts) {
        SamplingParams params = step.params();
        SamplingParams greedy = SamplingParams.of(params.maxTokens())
                .withTemperature(0)
                .withStopIds(params.stopIds())
                .withStop(params.stop());
        return step.rollouts()
                .generate(prompts.stream()
                        .map(prompt -> RolloutRequest.of(prompt, step.groupSize(), greedy))
                        .toList());
    }

    /** A batch with its engine. */
    record Step(int number, List<Prompt> prompts, int groupSize, SamplingParams params, ScheduledEngine rollouts)
            implements SamplingStep {

        Step {
            prompts = List.copyOf(prompts);
        }
    }
}
