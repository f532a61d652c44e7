package org.reason4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.formats.safetensors.TensorSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j init-model}: a model that has learned nothing yet. */
@Command(
        name = "init-model",
        description = "Writes a Hugging Face directory with random weights; the same seed gives the same bytes.")
final class InitModelCommand implements Runnable {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE.json",
            description = "The config.json of the model; its number format is that of the weights.")
    private Path config;

    @Option(
            names = "--tokenizer",
            required = true,
            paramLabel = "DIR",
            description = "A directory whose tokenizer and chat template are copied.")
    private Path tokenizer;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Where to write; absent or empty.")
    private Path output;

    @Option(names = "--seed", required = true, paramLabel = "N", description = "Key of the random numbers.")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        ModelConfig model = ModelConfig.readFile(config);
        DurableFiles.createDirectoriesAbove(output);
        RandomWeights.write(model, tokenizer, output, seed);
        PrintWriter out = spec.commandLine().getOut();
        long parameters =
                model.tensors().stream().mapToLong(TensorSpec::elements).sum();
        out.println("Wrote a " + model.modelType() + " model with " + parameters + " parameters to " + output);
        out.flush();
    }
}
