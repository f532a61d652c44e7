package org.reason4j.core.trainer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.LoraSettings;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.trainer.learning.RowPasses.Outputs;

/** What travels between driver and workers arrives as it was. */
class MessagesTest {

    private static final float[] ODD = {-0.0f, Float.MIN_VALUE, 1f / 3, -1.1754942e-38f, Float.MAX_VALUE};

    @Test
    void everyKindOfScoreArrives() {
        List<Score> scores = List.of(
                Score.of(-0.0),
                Score.dense(1.0 / 3, ODD),
                Score.value(2).with(TokenStream.named("labels"), ODD),
                Score.unscorable("no answer"),
                new Score.TimedOut(Duration.ofMillis(1500)),
                Score.failed("it broke"));

        assertThat(Messages.scores(Messages.scores(scores))).isEqualTo(scores);
    }

    @Test
    void aGroupArrivesWithItsFieldsAndStreams() {
        Prompt prompt = Prompt.of("p", List.of(new Message("user", "1+1=")), new int[] {5, 6})
                .withFields(Map.of("answer", "2", "weight", 0.1, "count", 7, "large", 1L << 40));
        Trajectory one = Trajectory.sampled(
                        prompt, 3, new int[] {7, 8, 9, 10, 11}, "2", Finish.STOP, 4, SamplingParams.of(9))
                .with(TokenStream.BEHAVIOUR_LOGPROBS, ODD);

        Group read =
                Messages.group(Messages.json(Messages.group("key", 2.5, Group.of(prompt, List.of(one))), "a group"));

        assertThat(read.prompt().fields()).isEqualTo(prompt.fields());
        assertThat(read.prompt().tokens()).containsExactly(5, 6);
        Trajectory trajectory = read.trajectories().get(0);
        assertThat(trajectory.sample()).isEqualTo(3);
        assertThat(trajectory.response()).containsExactly(7, 8, 9, 10, 11);
        assertThat(trajectory.stream(TokenStream.BEHAVIOUR_LOGPROBS)).containsExactly(ODD);
    }

    @Test
    void requestsAndGenerationsArrive() {
        SamplingParams params = SamplingParams.of(12)
                .withTemperature(0.7)
                .withTopK(3)
                .withStopIds(List.of(2, 4))
                .withStop(List.of("\n\n"));
        GenerationRequest request = Messages.request(Messages.json(
                Messages.bytes(Messages.request(GenerationRequest.of(new int[] {1, 2, 3}, 2, params, -77L))),
                "a request"));
        assertThat(request.tokens()).containsExactly(1, 2, 3);
        assertThat(request.promptLength()).isEqualTo(2);
        assertThat(request.seed()).isEqualTo(-77L);
        assertThat(request.params()).isEqualTo(params);

        float[] logprobs = {-0.0f, -1f / 3};
        Generation generation = Messages.generation(Messages.json(
                Messages.bytes(Messages.generation(
                        Generation.of(new int[] {8, 9}, logprobs, new float[] {-3, -4}, Finish.LENGTH, 5))),
                "a generation"));
        assertThat(generation.tokens()).containsExactly(8, 9);
        assertThat(generation.logprobs()).containsExactly(logprobs);
        assertThat(generation.sampledLogprobs()).containsExactly(-3, -4);
        assertThat(generation.finish()).isEqualTo(Finish.LENGTH);
        assertThat(generation.version()).isEqualTo(5);
    }

    @Test
    void aPassArrivesWithItsRowsAndNumbers() throws IOException {
        TokenRows rows = new TokenRows();
        rows.add(new int[] {3, 4, 5}, new boolean[] {false, true, true}, 0.5);
        rows.add(new int[] {6, 7}, new boolean[] {false, true});
        rows = rows.withFurther(2, new int[] {1, 2, 3, 4, 5, 6});
        byte[] weights = {1, 2, 3};
        byte[] sent = PassMessages.write(new PassMessages.Pass(weights, rows, new Outputs(ODD, new float[0], ODD)));

        PassMessages.Pass read = PassMessages.pass(sent);

        assertThat(read.weights()).containsExactly(1, 2, 3);
        assertThat(read.rows().scored()).isEqualTo(3);
        assertThat(read.rows().furtherPerToken()).isEqualTo(2);
        assertThat(read.gradients().logprobs()).containsExactly(ODD);
        assertThat(read.gradients().entropies()).isEmpty();
        assertThat(PassMessages.write(read)).isEqualTo(sent);
    }

    @Test
    void theSetupOfAWorkerArrives() {
        WorkerSetup setup = new WorkerSetup(
                Path.of("/models/one"),
                "abc",
                "bf16",
                "same",
                Optional.of(new LoraSettings(4, 8.5, List.of("q_proj"))),
                true,
                Map.of("enable_thinking", false),
                -3,
                32,
                0.1,
                2,
                Map.of("regex", new Recipe.Component("regex", Optional.of("strict"), Map.of("pattern", "[a-m]"))));

        assertThat(WorkerSetup.read(setup.write())).isEqualTo(setup);
    }
}
