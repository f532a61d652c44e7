package org.reason4j.core.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenStream;

class BatchRescueTest {

    @TempDir
    private Path run;

    @Test
    void theBatchIsSavedAndTheMessageSaysWhereAndWhatHelps() throws IOException {
        Credit credit = Credit.of(
                Trajectories.of(
                        2, new boolean[] {true, true}, Map.of(TokenStream.OLD_LOGPROBS, new float[] {-1, Float.NaN})),
                new float[] {0.5f, -3});
        IllegalStateException stop = new BatchRescue(run).stop(7, List.of(credit), "The loss is NaN");

        Path file = run.resolve("crash/step-7/batch.jsonl");
        assertThat(stop)
                .hasMessageStartingWith("The loss is NaN at step 7; largest advantage 3.0.")
                .hasMessageContaining(file.getParent().toString())
                .hasMessageContaining("training.learningRate");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1);
        JsonNode row = new ObjectMapper().readTree(lines.get(0));
        assertThat(row.path("promptTokens").toString()).isEqualTo("[20,21]");
        assertThat(row.path("response").toString()).isEqualTo("[30,31]");
        assertThat(row.path("learned").toString()).isEqualTo("[true,true]");
        assertThat(row.path("advantages").toString()).isEqualTo("[0.5,-3.0]");
        assertThat(row.path("streams").path("oldLogprobs").toString()).isEqualTo("[-1.0,\"NaN\"]");
    }

    @Test
    void aBatchThatCannotBeSavedDoesNotHideWhatHappened() throws IOException {
        Files.writeString(run.resolve("crash"), "in the way");
        assertThatThrownBy(() -> new BatchRescue(run).stop(7, List.of(), "The loss is NaN"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The loss is NaN at step 7, and the batch can't be saved");
    }
}
