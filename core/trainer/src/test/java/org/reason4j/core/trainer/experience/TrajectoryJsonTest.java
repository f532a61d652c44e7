package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.formats.file.JsonValue;

class TrajectoryJsonTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});
    private static final Trajectory RESPONSE =
            Trajectory.sampled(PROMPT, 3, new int[] {5, 6}, "ab", Finish.STOP, 7, SamplingParams.of(8));

    @TempDir
    Path directory;

    private Trajectory read(ObjectNode json) throws IOException {
        Path file = Files.writeString(directory.resolve("trajectory.json"), json.toString());
        return TrajectoryJson.read(JsonValue.read(file, "Remove it"), PROMPT);
    }

    @Test
    void aBranchKeepsWhereItLeftAndWhy() throws IOException {
        Branch branch = new Branch(2, 1, "UCT 1.33: 3 of 5 visits");
        assertThat(read(TrajectoryJson.write(RESPONSE.withBranch(branch))).branch())
                .contains(branch);
        assertThat(read(TrajectoryJson.write(RESPONSE)).branch()).isEmpty();
    }

    @Test
    void paramsKeepHowEntropyWasLowered() throws IOException {
        SamplingParams params = SamplingParams.of(8)
                .withTopK(3)
                .withEntropyMinimization(EntropyMinimization.of(0.3, 0.1, 7, 0.2, 0.01));
        assertThat(read(TrajectoryJson.write(RESPONSE.withParams(params))).params())
                .contains(params);
        assertThat(read(TrajectoryJson.write(RESPONSE)).params()).contains(SamplingParams.of(8));
    }

    @Test
    void aBranchThatAnotherVersionWroteHasNoReason() throws IOException {
        ObjectNode json = TrajectoryJson.write(RESPONSE.withBranch(new Branch(2, 1)));
        ((ObjectNode) json.get("branch")).remove("reason");
        assertThat(read(json).branch()).contains(new Branch(2, 1));
    }
}
