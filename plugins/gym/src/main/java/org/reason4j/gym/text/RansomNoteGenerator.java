package org.reason4j.gym.text;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a note and a text with its letters and more; in every second text one letter of the note is too rare.
 *
 * @param note how many letters the note has, 3 to 100
 * @param spare how many letters more the text has, 1 to 200
 */
public record RansomNoteGenerator(int note, int spare) implements Generator {
    public RansomNoteGenerator {
        range("note", note, 3, 100);
        range("spare", spare, 1, 200);
    }

    @Override
    public RansomNote problem(Draws draws) {
        List<Character> letters = letters(draws, note, ' ');
        List<Character> magazine = new ArrayList<>(letters);
        if (draws.chance(0.5)) {
            Character rare = draws.pick(letters);
            magazine.remove(rare);
            magazine.addAll(letters(draws, spare + 1, rare));
        } else {
            magazine.addAll(letters(draws, spare, ' '));
        }
        return new RansomNote(text(letters), text(draws.shuffled(magazine)));
    }

    private static List<Character> letters(Draws draws, int count, char without) {
        List<Character> letters = new ArrayList<>();
        while (letters.size() < count) {
            char letter = (char) ('a' + draws.below(26));
            if (letter != without) {
                letters.add(letter);
            }
        }
        return letters;
    }

    private static String text(List<Character> letters) {
        StringBuilder text = new StringBuilder();
        letters.forEach(text::append);
        return text.toString();
    }
}
