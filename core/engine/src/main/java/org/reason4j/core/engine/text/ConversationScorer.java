package org.reason4j.core.engine.text;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Message;
import org.reason4j.core.engine.model.ModelScorer;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.SequenceClassifier;

/**
 * A reward model with its own tokenizer and chat template: it scores whole conversations, after their last token.
 *
 * <p>What the template makes of a conversation is what it reads. A model that a recipe's {@code preference} has trained reads the
 * conversation up to the response as a prompt, then the response and the end of the sequence. {@link #score} is not safe for use
 * by several threads; {@link #tokens} is.
 */
public final class ConversationScorer implements AutoCloseable {

    private final ModelScorer model;
    private final ModelTokenizer tokenizer;
    private final ChatFormat format;
    private final boolean scoresAtEnd;

    private ConversationScorer(ModelScorer model, ModelTokenizer tokenizer, ChatFormat format, boolean scoresAtEnd) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.format = format;
        this.scoresAtEnd = scoresAtEnd;
    }

    /**
     * Loads the directory of a reward model, see {@link SequenceClassifier}.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it is none
     */
    public static ConversationScorer load(Path directory, Device device, Precision precision) {
        ModelConfig config = ModelConfig.read(directory);
        ChatFormat format = ChatFormat.read(directory);
        ModelTokenizer tokenizer = ModelTokenizer.open(directory, config, format);
        try {
            ModelScorer model = ModelScorer.loadScores(directory, device, precision);
            return new ConversationScorer(model, tokenizer, format, SequenceClassifier.scoresAtEnd(config));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** A conversation, whose last message is the response, as the model reads it. */
    public int[] tokens(List<Message> conversation) {
        if (!scoresAtEnd) {
            return tokenizer.rendered(format.prompt(conversation, Map.of("add_generation_prompt", false)));
        }
        int last = conversation.size() - 1;
        int[] prompt = tokenizer.render(conversation.subList(0, last));
        int[] response = tokenizer.encode(conversation.get(last).content());
        int[] all = Arrays.copyOf(prompt, prompt.length + response.length + 1);
        System.arraycopy(response, 0, all, prompt.length, response.length);
        all[all.length - 1] = tokenizer.endOfSequence().get(0);
        return all;
    }

    /** True if the model reads so many tokens. */
    public boolean canRead(int[] tokens) {
        return tokens.length > 1 && tokens.length <= model.config().maxPositions();
    }

    /** Scores sequences of at least two tokens in one pass. */
    public float[] score(List<int[]> sequences) {
        TokenRows rows = new TokenRows();
        for (int[] tokens : sequences) {
            boolean[] last = new boolean[tokens.length];
            last[tokens.length - 1] = true;
            rows.add(tokens, last);
        }
        return model.values(rows);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
