package org.reason4j.api.backend;

import java.nio.file.Path;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** Weights of the policy at one version, for as long as the call lasts that they are given to. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface PolicyWeights {

    /** Number of updates behind them. */
    long version();

    /**
     * Writes the whole model as a Hugging Face directory in fp32: {@code config.json}, tokenizer and safetensors.
     *
     * @param directory to make; a resumed run may meet one that it wrote before
     * @throws org.reason4j.api.plugin.ConfigException if it exists and is not empty
     */
    void write(Path directory);

    /** True if the policy trains low-rank adapters. */
    boolean hasAdapter();

    /**
     * Writes the adapters alone, in PEFT's layout.
     *
     * @param directory to make
     * @throws org.reason4j.api.plugin.ConfigException if it exists and is not empty
     * @throws IllegalStateException unless {@link #hasAdapter}
     */
    void writeAdapter(Path directory);
}
