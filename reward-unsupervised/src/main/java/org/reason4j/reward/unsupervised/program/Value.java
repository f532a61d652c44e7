package org.reason4j.reward.unsupervised.program;

import java.util.List;
import java.util.stream.Collectors;

/** What a program computes with. Equal values have equal texts. */
public sealed interface Value {

    /** Largest distance of a number from 0. */
    long LARGEST = 1_000_000_000_000L;

    /** Most numbers of a list. */
    int LONGEST = 1000;

    /** A whole number. */
    record Number(long number) implements Value {

        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /** A list of whole numbers, such as {@code [ 3 1 2 ]}. */
    record Numbers(List<Long> numbers) implements Value {

        public Numbers {
            numbers = List.copyOf(numbers);
        }

        @Override
        public String toString() {
            return numbers.isEmpty()
                    ? "[ ]"
                    : numbers.stream().map(String::valueOf).collect(Collectors.joining(" ", "[ ", " ]"));
        }
    }

    /** A piece of program between round brackets, for words that carry it out. It is no input and no result. */
    record Quotation(List<Term> terms) implements Value {

        public Quotation {
            terms = List.copyOf(terms);
        }

        @Override
        public String toString() {
            return terms.stream().map(String::valueOf).collect(Collectors.joining(" ", "( ", " )"));
        }
    }

    /** Reads a number or a list of numbers. */
    static Value parse(String text) throws Fault {
        List<Term> terms = Program.parse(text).terms();
        if (terms.size() != 1 || !(terms.get(0) instanceof Term.Push push) || push.value() instanceof Quotation) {
            throw new Fault("'" + Program.brief(text) + "' is neither a number nor a list of numbers");
        }
        return push.value();
    }

    /** Returns a number within bounds. */
    static Value of(long number) throws Fault {
        if (number > LARGEST || number < -LARGEST) {
            throw new Fault("a number is larger than " + LARGEST);
        }
        return new Number(number);
    }

    /** Returns a list within bounds. */
    static Value of(List<Long> numbers) throws Fault {
        if (numbers.size() > LONGEST) {
            throw new Fault("a list is longer than " + LONGEST);
        }
        return new Numbers(numbers);
    }
}
