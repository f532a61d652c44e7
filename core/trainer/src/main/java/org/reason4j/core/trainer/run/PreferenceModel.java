package org.reason4j.core.trainer.run;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.model.BradleyTerry;
import org.reason4j.core.host.config.Training;

/**
 * The reward model of a recipe's {@code preference}: {@link BradleyTerry} on its pairs.
 *
 * @param settings of its loss and its learning
 * @param clipNorm largest norm of its gradient; 0 for no limit
 */
record PreferenceModel(Training.Preference settings, double clipNorm) implements AuxiliaryModel {

    static final String NAME = "reward-model";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Output output() {
        return Output.SCORES;
    }

    @Override
    public Learning learning() {
        return Learning.of(settings.learningRate()).withPath(settings.path()).withClipNorm(clipNorm);
    }

    @Override
    public NDArray loss(TokenBatch batch, NDArray scores) {
        return BradleyTerry.loss(batch, scores, settings.margin(), settings.centring(), NAME);
    }
}
