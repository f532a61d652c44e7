package org.reason4j.gym.rewriting;

import java.util.Optional;

/** A rule that changes strings, in words and as a function. */
public sealed interface RewriteRule {

    /** Returns the rule as a sentence without a full stop. */
    String text();

    /** Returns the changed string, or nothing where the rule can't be applied. */
    Optional<String> apply(String string);

    /** Where a rule looks for its letters. */
    enum Place {
        START,
        END,
        FIRST,
        INSIDE
    }

    /**
     * Replaces some letters.
     *
     * @param place where they must stand: at the start, at the end, first from the left, or first from the left but not at the start
     * @param found the letters
     * @param put what replaces them
     * @param added what is written at the other end then: behind the string, or before it for a rule about the end
     * @param cut how many letters are then taken away at the end
     */
    record Replace(Place place, String found, String put, String added, int cut) implements RewriteRule {

        @Override
        public String text() {
            String where = switch (place) {
                case START -> "starts with " + found + ", replace these letters by ";
                case END -> "ends with " + found + ", replace these letters by ";
                case FIRST -> "contains " + found + ", replace the leftmost " + found + " by ";
                case INSIDE ->
                    "contains " + found + " behind its first letter, replace the leftmost such " + found + " by ";
            };
            String more = added.isEmpty()
                    ? ""
                    : " and write " + added + (place == Place.END ? " before" : " behind") + " the string";
            String less = cut == 0 ? "" : " and take away the last " + (cut == 1 ? "letter" : cut + " letters");
            return "if the string " + where + (put.isEmpty() ? "nothing" : put) + more + less;
        }

        @Override
        public Optional<String> apply(String string) {
            int at = switch (place) {
                case START -> string.startsWith(found) ? 0 : -1;
                case END -> string.endsWith(found) ? string.length() - found.length() : -1;
                case FIRST -> string.indexOf(found);
                case INSIDE -> string.indexOf(found, 1);
            };
            if (at < 0) {
                return Optional.empty();
            }
            String changed = string.substring(0, at) + put + string.substring(at + found.length());
            String longer = place == Place.END ? added + changed : changed + added;
            return Optional.of(longer.substring(0, Math.max(0, longer.length() - cut)));
        }
    }

    /**
     * Writes something behind a string in which a letter occurs 2, 4, 6 ... times.
     *
     * @param letter that is counted
     * @param added what is written
     */
    record Even(char letter, String added) implements RewriteRule {

        @Override
        public String text() {
            return "if the string contains the letter %s an even number of times, at least twice, write %s behind it"
                    .formatted(letter, added);
        }

        @Override
        public Optional<String> apply(String string) {
            long count = string.chars().filter(c -> c == letter).count();
            return count > 0 && count % 2 == 0 ? Optional.of(string + added) : Optional.empty();
        }
    }

    /**
     * Shortens a string that is too long.
     *
     * @param length that is still left as it is
     */
    record Longer(int length) implements RewriteRule {

        @Override
        public String text() {
            return ("if the string has more than %d letters, take away the middle one, or of two in the middle the right "
                            + "one")
                    .formatted(length);
        }

        @Override
        public Optional<String> apply(String string) {
            int middle = string.length() / 2;
            return string.length() > length
                    ? Optional.of(string.substring(0, middle) + string.substring(middle + 1))
                    : Optional.empty();
        }
    }
}
