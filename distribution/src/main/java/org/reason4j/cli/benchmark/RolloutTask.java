package org.reason4j.cli.benchmark;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelTokenizer;

/** Writes the responses of a row, all at once, to their full length. */
final class RolloutTask implements Task {

    private final Work work;
    private final LanguageModel model;
    private final ModelTokenizer tokenizer;
    private final List<RolloutRequest> requests;
    private long repetition;

    RolloutTask(Work work, Path directory, Device device, Precision precision) {
        this.work = work;
        model = LanguageModel.load(directory, device, precision);
        tokenizer = ModelTokenizer.open(directory, model.config());
        SamplingParams params =
                SamplingParams.of(work.response()).withTopP(work.topP().orElse(1));
        requests = work.sequences().stream()
                .map(one -> RolloutRequest.of(
                        Prompt.of("prompt-" + one.prompt(), List.of(), one.tokens()), one.sample(), params))
                .toList();
    }

    @Override
    public Turn turn() {
        Decoder decoder =
                new Decoder(model, tokenizer, DecoderSettings.ofSlots(work.size()), 1, repetition++, finished -> {});
        Stopwatch watch = new Stopwatch();
        List<Trajectory> written = decoder.generate(requests);
        Turn turn = new Turn(watch.seconds(), watch.processorSeconds(), 0, 0);
        long tokens = written.stream().mapToLong(one -> one.response().length).sum();
        if (tokens != work.tokens()) {
            throw new IllegalStateException("the responses of " + work.text() + " have " + tokens + " tokens, expected "
                    + work.tokens() + ": nothing ends them early");
        }
        return turn;
    }

    @Override
    public LanguageModel model() {
        return model;
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }
}
