package org.reason4j.core.trainer.experience;

import java.util.function.LongConsumer;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.engine.rollout.partial.PartialWriter;

/** Decoders over a model of this process. */
public record LocalEngines(LanguageModel model, Tokenizer tokenizer, DecoderSettings settings, long seed)
        implements Engines {

    @Override
    public RolloutEngine rollouts(int batch, LongConsumer progress) {
        return decoder(batch, progress);
    }

    @Override
    public PartialWriter parts(int batch, LongConsumer progress) {
        return decoder(batch, progress);
    }

    private Decoder decoder(int batch, LongConsumer progress) {
        return new Decoder(model, tokenizer, settings, seed, batch, progress);
    }

    @Override
    public RolloutEngine plain(int batch) {
        return new Decoder(model, tokenizer, DecoderSettings.ofSlots(settings.slots()), seed, batch, done -> {});
    }

    @Override
    public Engines measuring() {
        return new LocalEngines(model, tokenizer, settings.uncounted(), seed);
    }
}
