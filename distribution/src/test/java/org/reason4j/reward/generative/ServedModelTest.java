package org.reason4j.reward.generative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.text.TextModel.Request;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.serve.ModelServer;
import org.reason4j.core.engine.serve.ServerLimits;
import org.reason4j.core.engine.serve.ServerSettings;
import org.reason4j.core.engine.text.LocalModel;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.client.OpenAiModel;
import org.reason4j.testkit.RecordedMetrics;

/** The client and the server of the same protocol. */
@Timeout(120)
class ServedModelTest {

    @Test
    void aModelBehindAServerAnswersAsTheSameModelInThisProcess() throws Exception {
        Path directory = llama();
        Request[] requests = {request(1, 1.0, 40), request(2, 0.7, 30), request(3, 0, 12)};
        try (LocalModel local = new LocalModel(new LocalModel.Config(directory.toString(), "fp32", "cpu", 16, 60));
                LanguageModel model = LanguageModel.load(directory, Device.cpu(), Precision.FP32);
                ModelTokenizer tokenizer = ModelTokenizer.open(directory, model.config());
                ModelServer server = new ModelServer(
                        "llama",
                        model,
                        tokenizer,
                        ChatFormat.read(directory)::prompt,
                        ServerSettings.local(ServerLimits.DEFAULTS))) {
            OpenAiModel client = client(server, "llama");
            for (Request request : requests) {
                assertThat(client.complete(request)).isEqualTo(local.complete(request));
            }
            assertThatThrownBy(() -> client(server, "other").complete(requests[0]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("status 404")
                    .hasMessageContaining("There is no model 'other' here");
        }
    }

    private static OpenAiModel client(ModelServer server, String model) {
        String baseUrl = "http://127.0.0.1:" + server.address().getPort() + "/v1";
        return new OpenAiModel(
                new OpenAiConfig(baseUrl, model, "", 60, 0, 0.001, 0.002, 1, 4, Map.of()), new RecordedMetrics());
    }

    private static Request request(long seed, double temperature, int maxTokens) {
        return Request.of(
                List.of(new Message("system", "be kind"), Message.user("hi")),
                SamplingParams.of(maxTokens)
                        .withTemperature(temperature)
                        .withTopK(20)
                        .withTopP(0.95)
                        .withMinP(0.01)
                        .withStopIds(List.of(90))
                        .withStop(List.of("zz")),
                seed);
    }

    private static Path llama() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ServedModelTest.class.getResource("/models/llama"))
                .toURI());
    }
}
