package org.reason4j.core.engine.text;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.text.TextModel;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.LiveDecoder;
import org.reason4j.core.engine.rollout.PromptReuse;
import org.reason4j.core.formats.huggingface.ModelTokenizer;

/**
 * A model of a Hugging Face directory, in this process: the text model named {@code local}. Questions of many threads are
 * answered in one batch. An answer depends on the question, its seed and the weights, not on what is answered beside it.
 */
public final class LocalModel implements TextModel {

    /**
     * Settings.
     *
     * @param path a Hugging Face directory; must be given
     * @param precision of its passes: {@code auto}, {@code bf16}, {@code fp16} or {@code fp32}
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}
     * @param slots most answers that are written together
     * @param timeoutSeconds time for one answer, the wait for a slot included
     */
    public record Config(String path, String precision, String device, int slots, double timeoutSeconds) {

        /** Thirty-two slots, in what suits the machine. */
        public static final Config DEFAULTS = new Config("", "auto", "auto", 32, 600);

        public Config {
            check(slots > 0, "slots must be positive, got %s", slots);
            check(
                    timeoutSeconds > 0 && timeoutSeconds <= 1e6,
                    "timeoutSeconds must be in (0, 1e6], got %s",
                    timeoutSeconds);
        }
    }

    private final Config config;
    private final LanguageModel model;
    private final ModelTokenizer tokenizer;
    private final LiveDecoder decoder;
    private final String identity;

    /** Loads the model. */
    public LocalModel(Config config) {
        check(!config.path().isBlank(), "local.path is missing; set it to a Hugging Face directory");
        this.config = config;
        Path directory = Path.of(config.path());
        Device device = Precision.device(config.device());
        Precision precision = Precision.of(config.precision(), device);
        model = LanguageModel.load(directory, device, precision);
        tokenizer = opened(directory);
        decoder = new LiveDecoder(model, tokenizer, config.slots(), PromptReuse.none(), 0);
        identity = "local " + DirectoryHash.of(directory) + " " + precision + " " + device;
    }

    private ModelTokenizer opened(Path directory) {
        try {
            return ModelTokenizer.open(directory, model.config());
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public Completion complete(Request request) throws IOException, InterruptedException {
        int[] question = tokenizer.render(request.messages());
        int left = model.config().maxPositions() - question.length;
        if (left <= 0) {
            throw new IOException("the question has " + question.length + " tokens, but "
                    + model.config().source() + " has positions for "
                    + model.config().maxPositions() + ", answer included");
        }
        SamplingParams params = request.params();
        Prompt prompt = Prompt.of("seed " + request.seed(), request.messages(), question);
        LiveDecoder.Ticket ticket = decoder.submit(
                RolloutRequest.of(prompt, 0, params.withMaxTokens(Math.min(params.maxTokens(), left))),
                LiveDecoder.Listener.NONE);
        try {
            Trajectory answer = ticket.await(Duration.ofNanos(Math.round(config.timeoutSeconds() * 1e9)));
            return Completion.of(answer.text(), answer.finish());
        } catch (TimeoutException e) {
            throw new IOException(
                    "no answer within " + config.timeoutSeconds() + " seconds, see local.timeoutSeconds", e);
        } finally {
            ticket.cancel();
        }
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public void close() {
        decoder.close();
        tokenizer.close();
        model.close();
    }
}
