package org.reason4j.gym.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.gym.Draws;

/** Words that no language has, of syllables that can be read aloud: as many as a family needs, and none known by heart. */
public final class Syllables {

    private static final String CONSONANTS = "bcdfghklmnprstvwz";
    private static final String VOWELS = "aeiou";

    private Syllables() {}

    /** Returns a word of so many letters, consonants and vowels in turn; half of all words start with a vowel. */
    public static String word(Draws draws, int letters) {
        StringBuilder word = new StringBuilder(letters);
        boolean vowel = draws.chance(0.5);
        for (int i = 0; i < letters; i++) {
            String of = vowel ? VOWELS : CONSONANTS;
            word.append(of.charAt(draws.below(of.length())));
            vowel = !vowel;
        }
        return word.toString();
    }

    /** Returns another vowel for a vowel and another consonant for a consonant. */
    public static char like(Draws draws, char letter) {
        String of = (VOWELS.indexOf(letter) >= 0 ? VOWELS : CONSONANTS).replace(String.valueOf(letter), "");
        return of.charAt(draws.below(of.length()));
    }

    /** Returns so many different words, each of a common start and {@code letters >= 3} letters more. */
    static List<String> words(Draws draws, int count, String start, int letters) {
        Set<String> words = new LinkedHashSet<>();
        while (words.size() < count) {
            words.add(start + word(draws, letters));
        }
        return new ArrayList<>(words);
    }
}
