package org.reason4j.core.host.track.tensorboard;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of TensorBoard's event files.
 *
 * @param textEvery steps between texts with sample completions; 0 for none
 * @param samples completions per text, the first ones of the step's first group
 */
public record TensorBoardConfig(int textEvery, int samples) {
    public static final TensorBoardConfig DEFAULTS = new TensorBoardConfig(10, 4);

    public TensorBoardConfig {
        check(textEvery >= 0, "tensorboard.textEvery must be 0 (never) or positive, got %s", textEvery);
        check(samples > 0, "tensorboard.samples must be positive, got %s", samples);
    }
}
