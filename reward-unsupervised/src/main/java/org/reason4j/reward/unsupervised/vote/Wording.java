package org.reason4j.reward.unsupervised.vote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The second wording of a prompt: of its example's field, or by a text model. Only the last message is reworded. */
final class Wording {

    private static final Logger LOG = LoggerFactory.getLogger(Wording.class);

    private final CoRewardSamplerConfig config;
    private final Tokenizer tokenizer;
    private final TextModels models;

    Wording(CoRewardSamplerConfig config, Tokenizer tokenizer, TextModels models) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.models = models;
    }

    /** Returns the prompt in other words, with the id {@code ID~}; empty if there are none. */
    Optional<Prompt> of(Prompt prompt) {
        if (prompt.messages().isEmpty()) {
            return Optional.empty();
        }
        return text(prompt).map(String::strip).filter(text -> !text.isEmpty()).map(text -> reworded(prompt, text));
    }

    private Prompt reworded(Prompt prompt, String text) {
        List<Message> messages = new ArrayList<>(prompt.messages());
        Message last = messages.remove(messages.size() - 1);
        messages.add(new Message(last.role(), text));
        return Prompt.of(prompt.id() + "~", messages, tokenizer.render(messages))
                .withFields(prompt.fields());
    }

    private Optional<String> text(Prompt prompt) {
        return config.model().isEmpty() ? prompt.field(config.paraphrase()) : written(prompt);
    }

    private Optional<String> written(Prompt prompt) {
        String last = prompt.messages().get(prompt.messages().size() - 1).content();
        String asked = config.instruction().replace("{question}", last);
        try {
            TextModel.Completion answer = models.get(config.model())
                    .complete(TextModel.Request.of(
                            List.of(Message.user(asked)),
                            SamplingParams.of(config.maxTokens()),
                            SplitMix64.extend(1, prompt.id())));
            return answer.finish() == Finish.STOP ? Optional.of(answer.text()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while prompt '" + prompt.id() + "' was being reworded", e);
        } catch (Exception e) {
            LOG.warn(
                    "The text model '{}' did not reword prompt '{}', which is sampled without a second wording: {}",
                    config.model(),
                    prompt.id(),
                    e.toString());
            return Optional.empty();
        }
    }
}
