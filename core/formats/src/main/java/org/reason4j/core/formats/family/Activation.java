package org.reason4j.core.formats.family;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.core.formats.file.JsonFile;

/** The function of the feed-forward network's gates. */
public enum Activation {
    /** {@code x sigmoid(x)}. */
    SILU("silu"),
    /** The Gaussian error linear unit with a hyperbolic tangent in the place of the error function. */
    GELU_TANH("gelu_pytorch_tanh");

    private final String key;

    Activation(String key) {
        this.key = key;
    }

    /** Reads a key; {@code absent} where there is none. */
    public static Activation read(JsonFile config, String key, Activation absent) {
        String name = config.text(key).orElse(absent.key);
        check(
                name.equals(SILU.key) || name.equals(GELU_TANH.key),
                "%s: %s '%s' is not supported; expected %s or %s",
                config.source(),
                key,
                name,
                SILU.key,
                GELU_TANH.key);
        return name.equals(SILU.key) ? SILU : GELU_TANH;
    }
}
