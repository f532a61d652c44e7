package org.reason4j.core.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel.Completion;
import org.reason4j.api.text.TextModel.Request;
import org.reason4j.core.engine.model.TinyModels;

class LocalModelTest {

    @Test
    void whatManyThreadsAskTogetherIsAnsweredAsWhatOneAsksAlone() throws Exception {
        List<Completion> alone = new ArrayList<>();
        try (LocalModel model = model(TinyModels.directory(TinyModels.LLAMA), 600)) {
            for (int i = 0; i < 24; i++) {
                alone.add(model.complete(request(i)));
            }
        }
        assertThat(alone).extracting(Completion::text).doesNotHaveDuplicates();
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try (LocalModel model = model(TinyModels.directory(TinyModels.LLAMA), 600)) {
            List<Callable<Completion>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                Request request = request(i);
                calls.add(() -> model.complete(request));
            }
            List<Completion> together = new ArrayList<>();
            for (Future<Completion> reply : threads.invokeAll(calls, 2, TimeUnit.MINUTES)) {
                together.add(reply.get());
            }
            assertThat(together).isEqualTo(alone);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anAnswerEndsWhereTheModelsPositionsDo() throws Exception {
        try (LocalModel model = model(TinyModels.directory(TinyModels.LLAMA), 600)) {
            Request longest = Request.of(List.of(Message.user("ab".repeat(480))), SamplingParams.of(4096), 1);
            assertThat(model.complete(longest).finish()).isIn(Finish.LENGTH, Finish.STOP);
            Request tooLong = Request.of(List.of(Message.user("ab".repeat(600))), SamplingParams.of(1), 1);
            assertThatThrownBy(() -> model.complete(tooLong))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("the question has \\d+ tokens, but .* has positions for 1024, answer included");
        }
    }

    @Test
    void anAnswerThatTakesTooLongIsAFailure() {
        try (LocalModel model = model(TinyModels.directory(TinyModels.LLAMA), 1e-9)) {
            assertThatThrownBy(() -> model.complete(request(0)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("see local.timeoutSeconds");
        }
    }

    @Test
    void itsIdentityIsWhatIsInItsFiles(@TempDir Path copy) throws IOException {
        Path original = TinyModels.directory(TinyModels.LLAMA);
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        String first = identity(original);
        assertThat(identity(copy)).isEqualTo(first);
        Path config = copy.resolve("tokenizer_config.json");
        Files.writeString(config, Files.readString(config) + "\n");
        assertThat(identity(copy)).isNotEqualTo(first);
    }

    @Test
    void aPathIsNeeded() {
        assertThatThrownBy(() -> new LocalModel(LocalModel.Config.DEFAULTS))
                .isInstanceOf(ConfigException.class)
                .hasMessage("local.path is missing; set it to a Hugging Face directory");
    }

    private static String identity(Path directory) {
        try (LocalModel model = model(directory, 600)) {
            return model.identity();
        }
    }

    private static LocalModel model(Path directory, double timeout) {
        return new LocalModel(new LocalModel.Config(directory.toString(), "fp32", "cpu", 16, timeout));
    }

    private static Request request(int i) {
        return Request.of(List.of(Message.user("Question " + i)), SamplingParams.of(6 + i), i);
    }
}
