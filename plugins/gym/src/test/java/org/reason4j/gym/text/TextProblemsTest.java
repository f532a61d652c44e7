package org.reason4j.gym.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.gym.Draws;

class TextProblemsTest {

    @Test
    void aWordIsSpeltFromItsEnd() {
        SpellBackward problem = new SpellBackward("stone");
        assertThat(problem.answer()).isEqualTo("enots");
        assertThat(problem.accepts("enotse")).isFalse();
    }

    @Test
    void capitalsAreSortedBeforeSmallLetters() {
        assertThat(new WordSorting(List.of("bee", "Ant", "ant", "Bee"), true).answer())
                .isEqualTo("Ant, Bee, ant, bee");
        WordSorting down = new WordSorting(List.of("bee", "Ant", "ant"), false);
        assertThat(down.accepts("[bee,ant,Ant]")).isTrue();
        assertThat(down.accepts("bee, Ant, ant")).isFalse();
    }

    @Test
    void aListIsReversedWithItsRepetitions() {
        WordSequenceReversal problem = new WordSequenceReversal(List.of("the", "cat", "The", "the"));
        assertThat(problem.answer()).isEqualTo("the, The, cat, the");
        assertThat(problem.accepts("the, the, cat, The")).isFalse();
    }

    @Test
    void capitalAndSmallLettersAreCountedAlike() {
        assertThat(new LetterCounting("Anna ate a banana.", 'a').answer())
                .isEqualTo("7"); // An-na ate a ba-na-na: 2 1 1 3
    }

    @Test
    void anyCandidateWithTheLettersOfAJumbledWordIsRight() {
        LetterJumble problem = new LetterJumble(List.of("nto", "teh"), List.of("the", "ton", "not", "eat"));
        assertThat(problem.accepts("not the")).isTrue();
        assertThat(problem.accepts("ton the")).isTrue();
        assertThat(problem.accepts("the not")).isFalse();
        assertThat(problem.accepts("not eth")).isFalse(); // has the letters, but is no candidate
        assertThat(problem.accepts("not the the")).isFalse();
    }

    @Test
    void wordsOfOneKindMayChangePlaces() {
        List<String> words = List.of("a", "small", "cat", "likes", "the", "old", "dog");
        List<String> kinds = List.of("article", "adjective", "animal", "verb", "article", "adjective", "animal");
        SentenceReordering problem = new SentenceReordering(words, kinds, words);
        assertThat(problem.accepts("The old dog likes a small cat.")).isTrue();
        assertThat(problem.accepts("the small dog likes a old cat")).isTrue();
        assertThat(problem.accepts("The dog old likes a small cat.")).isFalse();
        assertThat(problem.accepts("The old dog likes the small cat."))
                .isFalse(); // "the" is there once, "a" not at all
    }

    @Test
    void aCipherMovesEveryLetterAndBeginsAgainAfterZ() {
        assertThat(CaesarCipher.shifted("LAZY DOG", 3)).isEqualTo("ODCB GRJ");
        assertThat(CaesarCipher.shifted("ODCB GRJ", -3)).isEqualTo("LAZY DOG");
    }

    @Test
    void aLetterThatIsNeededTwiceMustBeThereTwice() {
        assertThat(new RansomNote("noon", "onion").answer()).isEqualTo("True"); // n twice and o twice
        assertThat(new RansomNote("noon", "bone").answer()).isEqualTo("False");
        assertThat(new RansomNote("noon", "balloon").accepts("true")).isFalse(); // o twice, but n once
    }

    @Test
    void groupsAndTheirWordsMayComeInAnyOrder() {
        GroupAnagrams problem = new GroupAnagrams(List.of("tea", "ton", "eat", "not", "dog"));
        assertThat(problem.accepts("dog\nnot ton\neat tea")).isTrue();
        assertThat(problem.accepts("[[\"tea\", \"eat\"], [\"ton\", \"not\"], [\"dog\"]]"))
                .isTrue();
        assertThat(problem.accepts("dog not ton\neat tea")).isFalse();
        assertThat(problem.accepts("not ton\neat tea")).isFalse();
        assertThat(problem.accepts("dog\nnot ton\neat tea tea")).isFalse();
    }

    @Test
    void aByteBelow16HasASelectorOfTheOldRange() {
        assertThat(EmojiMystery.hidden("\nA").codePoints()).containsExactly(0xFE0A, 0xE0100 + 'A' - 16);
    }

    @Test
    void sentencesHaveTheLengthAskedFor() {
        for (int words = Sentences.SHORTEST; words <= 60; words++) {
            assertThat(Sentences.words(new Draws(words), words)).hasSize(words);
        }
    }
}
