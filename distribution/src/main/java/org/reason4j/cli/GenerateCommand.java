package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.cli.console.Json;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.SuggestedSampling;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j generate}: one response of a model. */
@Command(name = "generate", description = "Writes one response of a model.")
final class GenerateCommand implements Runnable {

    private static final int USUAL_LENGTH = 512;

    @Mixin
    private ModelOptions model;

    @ArgGroup(multiplicity = "1")
    private @Nullable Given given;

    @Option(names = "--greedy", description = "Take the most likely token at every position.")
    private boolean greedy;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest response. Default: " + USUAL_LENGTH + ", or less where the model ends before.")
    private Optional<Integer> maxTokens = Optional.empty();

    @Option(names = "--temperature", paramLabel = "T", description = "Divides the logits. Default: 1.")
    private Optional<Double> temperature = Optional.empty();

    @Option(names = "--top-k", paramLabel = "K", description = "Keep the K most likely tokens; 0 keeps all.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description = "Keep the smallest set of tokens with this probability. Default: ${DEFAULT-VALUE}.")
    private double topP;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = "Keep tokens at least this many times as likely as the most likely one.")
    private double minP;

    @Option(
            names = "--em-inf",
            paramLabel = "NATS",
            description = "Lower the entropy of every token's distribution towards this before the token is drawn.")
    private Optional<Double> entropy = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Key of the randomness; equal seeds give equal responses. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the response before this text. May be given several times.")
    private List<String> stop = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Text that the model continues. */
    private static final class Given {

        @Option(
                names = "--prompt",
                required = true,
                paramLabel = "TEXT",
                description = "A message of the user, written as the model's chat template says.")
        private Optional<String> prompt = Optional.empty();

        @Option(names = "--ids", required = true, paramLabel = "1,2,3", description = "Token ids, read as they are.")
        private Optional<String> ids = Optional.empty();

        Prompt read(Tokenizer tokenizer) {
            List<Message> messages =
                    prompt.map(text -> List.of(Message.user(text))).orElse(List.of());
            int[] tokens = ids.map(text -> TokenIds.parse(text, "")).orElseGet(() -> tokenizer.render(messages));
            return Prompt.of("prompt", messages, tokens);
        }
    }

    @Override
    public void run() {
        check(
                !greedy || temperature.isEmpty(),
                "--greedy and --temperature exclude each other; greedy decoding has no temperature");
        check(stop.stream().noneMatch(String::isEmpty), "--stop is empty, expected a text that ends the response");
        params(1); // finds what is wrong before the model is loaded
        tellSuggestion();
        Trajectory response;
        try (LanguageModel loaded = model.load();
                ModelTokenizer tokenizer = ModelTokenizer.open(model.directory(), loaded.config())) {
            Prompt prompt = Objects.requireNonNull(given, "picocli requires it").read(tokenizer);
            SamplingParams params = params(length(prompt.tokens(), loaded.config()));
            response = new Decoder(loaded, tokenizer, DecoderSettings.ofSlots(1), seed, 0, finished -> {})
                    .generate(List.of(RolloutRequest.of(prompt, 0, params)))
                    .get(0);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            print(response, out);
        } else {
            out.println(response.text());
        }
        out.flush();
    }

    /** Says how the model's publisher samples, where no option says how. */
    private void tellSuggestion() {
        if (greedy || temperature.isPresent() || topK != 0 || topP != 1 || minP != 0) {
            return;
        }
        Map<String, Double> suggested = SuggestedSampling.read(model.directory());
        if (!suggested.isEmpty()) {
            StringBuilder options = new StringBuilder();
            suggested.forEach((name, value) -> options.append(" --")
                    .append(name.replace('_', '-'))
                    .append(' ')
                    .append(value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value)));
            spec.commandLine()
                    .getErr()
                    .println("generation_config.json of " + model.directory() + " suggests" + options
                            + "; this response is drawn without. Add the options to use them.");
        }
    }

    private SamplingParams params(int usualLength) {
        SamplingParams params = SamplingParams.of(maxTokens.orElse(usualLength))
                .withTemperature(greedy ? 0 : temperature.orElse(1.0))
                .withTopK(topK)
                .withTopP(topP)
                .withMinP(minP)
                .withStop(stop);
        return entropy.map(EntropyMinimization::towards)
                .map(params::withEntropyMinimization)
                .orElse(params);
    }

    /** The longest response that is usual and fits. */
    private int length(int[] prompt, ModelConfig config) {
        int largest = Arrays.stream(prompt).max().orElse(-1);
        check(largest >= 0, "The prompt has no tokens, expected at least one");
        check(
                largest < config.vocabularySize(),
                "--ids: found %s, expected ids from 0 to %s, where the vocabulary of %s ends",
                largest,
                config.vocabularySize() - 1,
                config.source());
        check(
                prompt.length < config.maxPositions(),
                "The prompt has %s tokens, but %s has positions for %s, response included (max_position_embeddings)",
                prompt.length,
                config.source(),
                config.maxPositions());
        int left = config.maxPositions() - prompt.length;
        maxTokens.ifPresent(count -> check(
                count <= left,
                "--max-tokens is %s, but after a prompt of %s tokens %s has positions for %s more"
                        + " (max_position_embeddings)",
                count,
                prompt.length,
                config.source(),
                left));
        return Math.min(USUAL_LENGTH, left);
    }

    private static void print(Trajectory response, PrintWriter out) {
        ObjectNode root = Json.object().put("text", response.text());
        add(root.putArray("ids"), response.response());
        ArrayNode logprobs = root.putArray("logprobs");
        for (float logprob : response.stream(TokenStream.BEHAVIOUR_LOGPROBS)) {
            logprobs.add(logprob);
        }
        root.put("finish", response.finish().name().toLowerCase(Locale.ROOT));
        add(root.putArray("prompt_ids"), response.prompt().tokens());
        out.println(root);
    }

    private static void add(ArrayNode list, int[] ids) {
        for (int id : ids) {
            list.add(id);
        }
    }
}
