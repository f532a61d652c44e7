package org.reason4j.gym.text;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;

/** English sentences of any length from three words on, of a small grammar; words of one kind may stand for each other. */
final class Sentences {

    private static final List<String> ADJECTIVES = List.of(
            "clever",
            "small",
            "quiet",
            "hollow",
            "wooden",
            "narrow",
            "gentle",
            "modern",
            "silver",
            "tiny",
            "famous",
            "careful",
            "lazy",
            "brave",
            "cheerful",
            "dusty",
            "bright",
            "calm",
            "round",
            "humble");
    private static final List<String> PEOPLE = List.of(
            "sailor",
            "painter",
            "baker",
            "gardener",
            "pilot",
            "teacher",
            "farmer",
            "doctor",
            "singer",
            "lawyer",
            "miller",
            "tailor",
            "driver",
            "waiter",
            "writer",
            "hunter",
            "judge",
            "plumber",
            "dancer",
            "soldier");
    private static final List<String> VERBS =
            List.of("paints", "draws", "sells", "counts", "hides", "watches", "studies", "sketches", "cleans", "wraps");
    private static final List<String> NUMBERS =
            List.of("two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final List<String> THINGS = List.of(
            "lanterns",
            "ladders",
            "baskets",
            "bottles",
            "carpets",
            "hammers",
            "letters",
            "mirrors",
            "pumpkins",
            "ribbons",
            "tables",
            "wagons",
            "kettles",
            "barrels",
            "blankets",
            "candles",
            "curtains",
            "violins",
            "cameras",
            "puzzles");
    private static final List<String> WHERE = List.of("near", "behind", "beside", "below");
    private static final List<String> PLACES = List.of(
            "market",
            "harbour",
            "bridge",
            "castle",
            "forest",
            "garden",
            "library",
            "museum",
            "station",
            "temple",
            "village",
            "tower",
            "river",
            "valley",
            "meadow",
            "tunnel",
            "stable",
            "chapel",
            "bakery",
            "lighthouse");
    private static final List<String> LINKS = List.of("while", "because", "until", "before");

    /** The fewest words of a sentence. */
    static final int SHORTEST = 3;

    private static final int LONGEST_CLAUSE = 11;

    private final Draws draws;
    private final List<Part> parts = new ArrayList<>();

    private Sentences(Draws draws) {
        this.draws = draws;
    }

    /** A word of a sentence in small letters, and its kind, such as {@code adjective}. */
    record Part(String word, String kind) {}

    /** Returns a sentence of so many words. */
    static List<Part> parts(Draws draws, int words) {
        Sentences sentence = new Sentences(draws);
        int left = words;
        while (left > LONGEST_CLAUSE) {
            int clause = draws.between(4, 8);
            sentence.clause(clause);
            sentence.add("link", LINKS);
            left -= clause + 1;
        }
        sentence.clause(left);
        return List.copyOf(sentence.parts);
    }

    /** Returns a sentence of so many words, in small letters and without a full stop. */
    static List<String> words(Draws draws, int words) {
        return parts(draws, words).stream().map(Part::word).toList();
    }

    /** Returns the sentence with a capital letter and a full stop. */
    static String written(List<String> words) {
        String text = String.join(" ", words);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private void clause(int words) { // article, person and verb are three; the rest is optional
        int extra = words - SHORTEST;
        boolean place = extra >= 5 || (extra >= 3 && draws.chance(0.5));
        extra -= place ? 3 : 0;
        boolean object = extra >= 2;
        extra -= object ? 2 : 0;
        List<Boolean> described = new ArrayList<>(); // which of the nouns have an adjective
        int nouns = 1 + (object ? 1 : 0) + (place ? 1 : 0);
        for (int i = 0; i < nouns; i++) {
            described.add(i < extra);
        }
        List<Boolean> adjectives = draws.shuffled(described);
        add("article", List.of("the", "a"));
        noun(adjectives.get(0), "person", PEOPLE);
        add("verb", VERBS);
        if (object) {
            add("number", NUMBERS);
            noun(adjectives.get(1), "thing", THINGS);
        }
        if (place) {
            add("preposition", WHERE);
            add("article", List.of("the", "a"));
            noun(adjectives.get(nouns - 1), "place", PLACES);
        }
    }

    private void noun(boolean described, String kind, List<String> nouns) {
        if (described) {
            add("adjective", ADJECTIVES);
        }
        add(kind, nouns);
    }

    private void add(String kind, List<String> words) {
        parts.add(new Part(draws.pick(words), kind));
    }
}
