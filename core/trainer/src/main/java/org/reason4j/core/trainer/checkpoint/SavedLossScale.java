package org.reason4j.core.trainer.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reason4j.core.engine.model.LossScale;
import org.reason4j.core.engine.model.TrainedModel;
import org.reason4j.core.formats.file.JsonValue;

/** The loss scale of a model whose passes are in fp16, in the state of a checkpoint: {@code "loss_scale"}. */
public final class SavedLossScale {

    private static final String NAME = "loss_scale";

    private SavedLossScale() {}

    /** Adds it to a state, where the model has one. */
    public static void write(ObjectNode state, TrainedModel model) {
        model.lossScale()
                .ifPresent(scale ->
                        state.putObject(NAME).put("factor", scale.factor()).put("updates", scale.updates()));
    }

    /** Goes on with the saved one; with that of a start after a run in another precision. */
    public static void restore(JsonValue state, TrainedModel model) {
        model.lossScale(state.find(NAME).map(SavedLossScale::read).orElse(LossScale.START));
    }

    private static LossScale read(JsonValue saved) {
        double factor = saved.get("factor").number();
        long updates = saved.get("updates").whole(0);
        return saved.make(() -> new LossScale(factor, updates));
    }
}
