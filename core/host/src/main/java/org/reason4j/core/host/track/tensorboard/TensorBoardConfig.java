package org.reason4j.core.host.track.tensorboard;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of TensorBoard's event files.
 *
 * @param textEvery steps between texts with sample completions; 0 for none
 * @param samples completions per text, the first ones of the step's first group
 * @param names names of the scalars
 * @param hyperparameters whether TensorBoard's tab of hyperparameters gets the recipe's settings
 * @param compared metrics, by the names of the metrics' reference, that this tab shows beside them
 */
public record TensorBoardConfig(
        int textEvery, int samples, TagNames names, boolean hyperparameters, List<String> compared) {

    /** A text every ten steps, our own names, hyperparameters with the metrics that runs are compared by. */
    public static final TensorBoardConfig DEFAULTS = named(TagNames.OWN);

    /** The names of TRL. */
    public static final TensorBoardConfig TRL = named(TagNames.TRL);

    /** The names of verl. */
    public static final TensorBoardConfig VERL = named(TagNames.VERL);

    public TensorBoardConfig {
        check(textEvery >= 0, "tensorboard.textEvery must be 0 (never) or positive, got %s", textEvery);
        check(samples > 0, "tensorboard.samples must be positive, got %s", samples);
        compared = List.copyOf(compared);
    }

    private static TensorBoardConfig named(TagNames names) {
        return new TensorBoardConfig(
                10,
                4,
                names,
                true,
                List.of("eval/accuracy", "reward/mean", "completions/mean_length", "policy/entropy"));
    }
}
