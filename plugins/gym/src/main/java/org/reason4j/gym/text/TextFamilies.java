package org.reason4j.gym.text;

import java.util.List;
import org.reason4j.gym.Family;

/** The families about words and letters. */
public final class TextFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "spell-backward",
                    "A word to be spelt from its last letter to its first",
                    List.of(
                            new SpellBackwardGenerator(5),
                            new SpellBackwardGenerator(9),
                            new SpellBackwardGenerator(16))),
            new Family(
                    "word-sorting",
                    "Words to be sorted by character codes, up or down",
                    List.of(
                            new WordSortingGenerator(4, 0),
                            new WordSortingGenerator(9, 2),
                            new WordSortingGenerator(18, 4))),
            new Family(
                    "word-sequence-reversal",
                    "A list of words to be written from its end",
                    List.of(
                            new WordSequenceReversalGenerator(5),
                            new WordSequenceReversalGenerator(12),
                            new WordSequenceReversalGenerator(25))),
            new Family(
                    "letter-counting",
                    "How often a letter occurs in a text",
                    List.of(
                            new LetterCountingGenerator(4),
                            new LetterCountingGenerator(12),
                            new LetterCountingGenerator(35))),
            new Family(
                    "letter-jumble",
                    "A sentence whose words have their letters mixed up",
                    List.of(
                            new LetterJumbleGenerator(4, 1, 1),
                            new LetterJumbleGenerator(9, 3, 4),
                            new LetterJumbleGenerator(18, 9, 12))),
            new Family(
                    "sentence-reordering",
                    "Words of a sentence to be put into an order that is grammatical",
                    List.of(
                            new SentenceReorderingGenerator(6),
                            new SentenceReorderingGenerator(11),
                            new SentenceReorderingGenerator(22))),
            new Family(
                    "caesar-cipher",
                    "A sentence whose letters were moved on in the alphabet by an unknown number of places",
                    List.of(
                            new CaesarCipherGenerator(4, 3),
                            new CaesarCipherGenerator(9, 9),
                            new CaesarCipherGenerator(20, 25))),
            new Family(
                    "ransom-note",
                    "Whether a note can be made of the letters of a text",
                    List.of(
                            new RansomNoteGenerator(5, 5),
                            new RansomNoteGenerator(12, 15),
                            new RansomNoteGenerator(30, 40))),
            new Family(
                    "group-anagrams",
                    "Words to be grouped by their letters",
                    List.of(
                            new GroupAnagramsGenerator(2, 2, 4),
                            new GroupAnagramsGenerator(4, 3, 6),
                            new GroupAnagramsGenerator(8, 4, 9))),
            new Family(
                    "emoji-mystery",
                    "A sentence hidden in the variation selectors behind an emoji",
                    List.of(
                            new EmojiMysteryGenerator(4),
                            new EmojiMysteryGenerator(9),
                            new EmojiMysteryGenerator(20))));

    private TextFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
