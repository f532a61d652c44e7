package org.reason4j.cli.model;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.formats.huggingface.PeftAdapter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j merge-adapter}: a model of adapters that were trained with PEFT and the model that they belong to. */
@Command(
        name = "merge-adapter",
        description = "Writes a model with LoRA adapters, as PEFT saves them, merged into its weights.")
public final class MergeAdapterCommand implements Runnable {

    @Option(
            names = "--adapter",
            required = true,
            paramLabel = "DIR",
            description = "A directory with adapter_config.json and adapter_model.safetensors, or its name on the Hub.")
    private Path adapter;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model that they belong to. Default: the one that adapter_config.json names.")
    private Optional<Path> model = Optional.empty();

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Where to write; absent or empty.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        HubCache downloads = HubCache.ofProcess();
        Path adapters = downloads.model(adapter);
        ConfigException.check(
                Files.isRegularFile(adapters.resolve("adapter_config.json")),
                "%s has no adapter_config.json; expected a directory that PEFT saved adapters to",
                adapters);
        Path base = downloads.model(model.orElseGet(() -> Path.of(PeftAdapter.base(adapters)
                .orElseThrow(() -> new ConfigException(adapters + " does not name the model that it belongs to"
                        + " (base_model_name_or_path). Name it with --model.")))));
        DurableFiles.createDirectoriesAbove(output);
        PeftAdapter.merge(base, adapters, output);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote " + base + " with the adapters of " + adapters + " to " + output);
        out.flush();
    }
}
