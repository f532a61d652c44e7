package org.reason4j.reward.unsupervised.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program: words with blanks between them, which work one after the other on a stack that holds the input at first. Its
 * result is the value that is left, alone. {@code 3 + 2 *} makes 20 of 7; {@code ( 2 * ) map sum} makes 12 of {@code [ 1 2 3
 * ]}.
 *
 * <p>Numbers and lists put themselves on the stack; so does a piece of program between round brackets, for the words that
 * carry one out. Whole numbers are exact. Nothing is random and nothing reaches outside.
 *
 * @param terms its steps
 */
public record Program(List<Term> terms) {

    /** Longest text of a program. */
    public static final int LONGEST = 2000;

    private static final int DEEPEST = 8;
    private static final int SHOWN = 60;

    public Program {
        terms = List.copyOf(terms);
    }

    /**
     * Reads a program.
     *
     * @throws Fault if it is too long or too deep, or has an unknown word or a bracket too many or too few
     */
    public static Program parse(String text) throws Fault {
        if (text.length() > LONGEST) {
            throw new Fault("a program of " + text.length() + " characters is longer than " + LONGEST);
        }
        String spaced = text.replaceAll("([\\[\\]()])", " $1 ").strip();
        Iterator<String> words = spaced.isEmpty()
                ? List.<String>of().iterator()
                : Arrays.asList(spaced.split("\\s+")).iterator();
        return new Program(terms(words, 0));
    }

    private static List<Term> terms(Iterator<String> words, int depth) throws Fault {
        if (depth > DEEPEST) {
            throw new Fault("brackets are nested more than " + DEEPEST + " deep");
        }
        List<Term> terms = new ArrayList<>();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals(")") && depth > 0) {
                return terms;
            }
            terms.add(
                    switch (word) {
                        case "(" -> new Term.Push(new Value.Quotation(terms(words, depth + 1)));
                        case "[" -> new Term.Push(list(words));
                        default -> term(word);
                    });
        }
        if (depth > 0) {
            throw new Fault("a round bracket is not closed");
        }
        return terms;
    }

    private static Value list(Iterator<String> words) throws Fault {
        List<Long> numbers = new ArrayList<>();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("]")) {
                return Value.of(numbers);
            }
            numbers.add(number(word));
        }
        throw new Fault("a square bracket is not closed");
    }

    private static Term term(String word) throws Fault {
        return isNumber(word)
                ? new Term.Push(Value.of(number(word)))
                : new Term.Do(Word.of(word).orElseThrow(() -> new Fault("'" + brief(word) + "' is no word")));
    }

    private static boolean isNumber(String word) {
        return word.matches("-?[0-9]{1,13}");
    }

    private static long number(String word) throws Fault {
        if (!isNumber(word)) {
            throw new Fault("'" + brief(word) + "' is no number");
        }
        return Long.parseLong(word);
    }

    static String brief(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /**
     * Carries it out.
     *
     * @param input what the stack holds at first
     * @param steps most words that are carried out
     * @throws Fault if a word finds too few values or the wrong ones, a bound is passed, or not exactly one value is left
     */
    public Value run(Value input, int steps) throws Fault {
        return new Machine(steps).run(this, input);
    }

    /** Its text in one form: one blank between words. */
    @Override
    public String toString() {
        return terms.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
