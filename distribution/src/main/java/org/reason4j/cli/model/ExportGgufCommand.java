package org.reason4j.cli.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.gguf.GgufExport;
import org.reason4j.core.formats.huggingface.ModelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j export-gguf}: a trained model for llama.cpp and what is built on it. */
@Command(
        name = "export-gguf",
        description = "Makes a GGUF file of a Hugging Face directory, such as a checkpoint: weights, tokenizer and chat"
                + " template.")
public final class ExportGgufCommand implements Runnable {

    /** Number formats, as they are written on the command line. */
    enum Format {
        f16(GgufExport.Type.F16),
        q8_0(GgufExport.Type.Q8_0);

        private final GgufExport.Type type;

        Format(GgufExport.Type type) {
            this.type = type;
        }
    }

    @Parameters(index = "0", paramLabel = "DIR", description = "The model directory.")
    private Path directory;

    @Option(names = "--output", required = true, paramLabel = "FILE.gguf", description = "Where to write; absent.")
    private Path output;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "f16",
            description = "Number format of the matrices: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if absent.")
    private Format type;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        DurableFiles.createDirectoriesAbove(output);
        ModelConfig config = GgufExport.run(directory, output, type.type);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote a " + config.modelType() + " model of " + megabytes() + " MB in " + type + " to " + output);
        out.flush();
    }

    private long megabytes() {
        try {
            return Math.round(Files.size(output) / 1e6);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + output, e);
        }
    }
}
