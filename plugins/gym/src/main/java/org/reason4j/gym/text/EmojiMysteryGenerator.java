package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a sentence and an emoji.
 *
 * @param words how many words the sentence has, 3 to 100
 */
public record EmojiMysteryGenerator(int words) implements Generator {

    private static final List<String> EMOJIS =
            List.of("\uD83D\uDE00", "\uD83D\uDE0E", "\uD83D\uDE31", "\uD83E\uDD16", "\uD83E\uDD8A", "\uD83D\uDE80");

    public EmojiMysteryGenerator {
        range("words", words, Sentences.SHORTEST, 100);
    }

    @Override
    public EmojiMystery problem(Draws draws) {
        return new EmojiMystery(draws.pick(EMOJIS), Sentences.written(Sentences.words(draws, words)));
    }
}
