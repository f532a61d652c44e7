package org.reason4j.cli.model;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.gguf.GgufImport;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j import-gguf}: a model of llama.cpp that can be trained. */
@Command(
        name = "import-gguf",
        description = "Makes a Hugging Face directory of a GGUF file: weights, tokenizer and chat template.")
public final class ImportGgufCommand implements Runnable {

    /** Number formats, as they are written on the command line. */
    enum Format {
        bf16(Dtype.BF16),
        f16(Dtype.F16),
        f32(Dtype.F32);

        private final Dtype dtype;

        Format(Dtype dtype) {
            this.dtype = dtype;
        }
    }

    @Parameters(index = "0", paramLabel = "FILE.gguf", description = "The file.")
    private Path file;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Where to write; absent or empty.")
    private Path output;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "bf16",
            description = "Number format of the weights: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if absent.")
    private Format type;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        DurableFiles.createDirectoriesAbove(output);
        GgufImport.Imported imported = GgufImport.run(file, output, type.dtype);
        long parameters = imported.config().tensors().stream()
                .mapToLong(TensorSpec::elements)
                .sum();
        String formats = imported.formats().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(format -> format.getValue() + " of " + format.getKey())
                .collect(Collectors.joining(", "));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Read tensors from " + file + ": " + formats);
        out.println("Wrote a " + imported.config().modelType() + " model with " + parameters + " parameters in " + type
                + " to " + output);
        out.flush();
    }
}
