package org.reason4j.reward.unsupervised.program;

/** One step of a program. */
public sealed interface Term {

    /** Puts a value on the stack. */
    record Push(Value value) implements Term {

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** Does what a word says. */
    record Do(Word word) implements Term {

        @Override
        public String toString() {
            return word.text();
        }
    }
}
