package org.reason4j.core.trainer.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.formats.file.DurableFiles;

/** Saves the mini-batch that led to numbers which are not finite, before the run stops. */
public final class BatchRescue {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path run;

    public BatchRescue(Path run) {
        this.run = run;
    }

    /** Where the batches of a run are saved. */
    public static Path directory(Path run) {
        return run.resolve("crash");
    }

    /** Writes {@code crash/step-N/batch.jsonl} and returns what to throw. */
    IllegalStateException stop(int step, List<Credit> batch, String what) {
        Path directory = directory(run).resolve("step-" + step);
        try {
            DurableFiles.createDirectory(directory(run));
            DurableFiles.createDirectory(directory);
            DurableFiles.write(directory.resolve("batch.jsonl"), out -> {
                for (Credit credit : batch) {
                    out.write((json(credit) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            });
        } catch (UncheckedIOException e) {
            IOException reason = Objects.requireNonNull(e.getCause(), "it always has one");
            throw new UncheckedIOException(what + " at step " + step + ", and the batch can't be saved", reason);
        }
        double largest = batch.stream()
                .flatMapToDouble(
                        credit -> IntStream.range(0, credit.trajectory().length())
                                .mapToDouble(t -> Math.abs(credit.advantage(t))))
                .max()
                .orElse(0);
        return new IllegalStateException(what + " at step " + step + "; largest advantage " + largest
                + ". The batch is saved in " + directory + ", and the last checkpoint is as it was. A lower"
                + " training.learningRate or training.clipNorm, or model.precision=fp32, often helps.");
    }

    private static ObjectNode json(Credit credit) {
        Trajectory trajectory = credit.trajectory();
        ObjectNode json = JSON.createObjectNode();
        json.put("prompt", trajectory.prompt().id());
        json.put("sample", trajectory.sample());
        json.put("text", trajectory.text());
        json.set("promptTokens", JSON.valueToTree(trajectory.prompt().tokens()));
        json.set("response", JSON.valueToTree(trajectory.response()));
        json.set("learned", JSON.valueToTree(trajectory.learned()));
        json.set("advantages", JSON.valueToTree(credit.advantages()));
        ObjectNode streams = json.putObject("streams");
        for (TokenStream stream : trajectory.streams()) {
            streams.set(stream.name(), JSON.valueToTree(trajectory.stream(stream)));
        }
        return json;
    }
}
