package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.gym.text.CaesarCipher;
import org.reason4j.gym.text.EmojiMystery;
import org.reason4j.gym.text.GroupAnagrams;
import org.reason4j.gym.text.LetterCounting;
import org.reason4j.gym.text.LetterJumble;
import org.reason4j.gym.text.RansomNote;
import org.reason4j.gym.text.SentenceReordering;
import org.reason4j.gym.text.SpellBackward;
import org.reason4j.gym.text.WordSequenceReversal;
import org.reason4j.gym.text.WordSorting;

/** Outside items about words and letters. */
final class TextItems {

    private TextItems() {}

    static Theme theme() {
        return new Theme(
                Map.ofEntries(
                        Map.entry("spell_backward", Outside.of(item -> new SpellBackward(text(item, "word")))),
                        Map.entry("word_sorting", Outside.of(TextItems::wordSorting)),
                        Map.entry(
                                "word_sequence_reversal",
                                Outside.of(item -> new WordSequenceReversal(texts(item.at("/metadata/words"))))),
                        Map.entry("letter_counting", Outside.of(TextItems::letterCounting)),
                        Map.entry("letter_jumble", Outside.of(TextItems::letterJumble)),
                        Map.entry("sentence_reordering", Outside.of(TextItems::sentenceReordering)),
                        Map.entry("caesar_cipher", Outside.of(TextItems::caesarCipher)),
                        Map.entry(
                                "ransom_note",
                                Outside.of(item -> new RansomNote(text(item, "ransom_note"), text(item, "magazine")))),
                        Map.entry(
                                "group_anagrams",
                                Outside.of(item -> new GroupAnagrams(texts(item.at("/metadata/words"))))),
                        Map.entry("emoji_mystery", Outside.of(TextItems::emojiMystery))),
                Set.of("sentence-reordering", "group-anagrams"));
    }

    static List<String> texts(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(one -> all.add(one.asText()));
        return all;
    }

    static String text(JsonNode item, String field) {
        return item.path("metadata").path(field).asText();
    }

    /** What stands in the question behind a text, up to the end of the line. */
    static String lineBehind(JsonNode item, String start) {
        String question = item.path("question").asText();
        return question.substring(question.lastIndexOf(start) + start.length())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static WordSorting wordSorting(JsonNode item) {
        return new WordSorting(
                texts(item.at("/metadata/transformed_words")),
                text(item, "direction").equals("ascending"));
    }

    private static LetterCounting letterCounting(JsonNode item) {
        String text = String.join(" ", texts(item.at("/metadata/span")));
        return new LetterCounting(text, text(item, "target_letter").charAt(0));
    }

    private static LetterJumble letterJumble(JsonNode item) { // the source has no list of words but those of the answer
        return new LetterJumble(
                texts(item.at("/metadata/scrambled_words")),
                List.of(item.path("answer").asText().split(" ")));
    }

    private static SentenceReordering sentenceReordering(
            JsonNode item) { // each word a kind of its own: one order is right
        String sentence = item.path("answer").asText();
        List<String> words =
                List.of(sentence.substring(0, sentence.lastIndexOf('.')).split(" "));
        return new SentenceReordering(
                words, words, List.of(lineBehind(item, "sentence: ").split(" ")));
    }

    private static CaesarCipher caesarCipher(JsonNode item) {
        int shift = item.at("/metadata/rotation").asInt();
        return new CaesarCipher(CaesarCipher.shifted(text(item, "cipher_text"), -shift), shift);
    }

    private static EmojiMystery emojiMystery(JsonNode item) {
        ByteBuffer bytes = ByteBuffer.allocate(10_000);
        lineBehind(item, "emoji: ")
                .codePoints()
                .filter(point -> point >= 0xE0100)
                .forEach(point -> bytes.put((byte) (point - 0xE0100 + 16)));
        String sentence = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        return new EmojiMystery(text(item, "emoji"), sentence);
    }
}
