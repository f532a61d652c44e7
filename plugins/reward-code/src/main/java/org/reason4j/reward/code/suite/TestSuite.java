package org.reason4j.reward.code.suite;

import java.util.List;

/** The tests of an example, at least one. */
public sealed interface TestSuite {

    /** Number of tests; a class of tests counts its methods only when it is run. */
    int size();

    /** The weights of the tests, in their order. */
    double[] weights();

    /** The first tests. */
    TestSuite first(int count);

    /** Programs that read an input and write an output. */
    record Streams(List<Case> cases) implements TestSuite {

        /** A test: what the program reads, and what it has to write. */
        public record Case(String input, String output, double weight) {}

        @Override
        public int size() {
            return cases.size();
        }

        @Override
        public double[] weights() {
            return cases.stream().mapToDouble(Case::weight).toArray();
        }

        @Override
        public TestSuite first(int count) {
            return new Streams(cases.subList(0, Math.min(count, cases.size())));
        }
    }

    /** Calls of one function. */
    record Calls(String function, List<Call> calls) implements TestSuite {

        /**
         * A test.
         *
         * @param arguments the arguments, as a JSON array
         * @param results values of which one has to be the function's
         */
        public record Call(String arguments, List<Object> results, double weight) {}

        @Override
        public int size() {
            return calls.size();
        }

        @Override
        public double[] weights() {
            return calls.stream().mapToDouble(Call::weight).toArray();
        }

        @Override
        public TestSuite first(int count) {
            return new Calls(function, calls.subList(0, Math.min(count, calls.size())));
        }
    }

    /**
     * Statements that assert something about the program's names.
     *
     * @param setup code before the first of them
     * @param entryPoint the function under test, which statements may call {@code candidate}; empty where they name it
     * @param statements one test each
     */
    record Asserts(String setup, String entryPoint, List<String> statements) implements TestSuite {

        @Override
        public int size() {
            return statements.size();
        }

        @Override
        public double[] weights() {
            return statements.stream().mapToDouble(statement -> 1).toArray();
        }

        @Override
        public TestSuite first(int count) {
            return new Asserts(setup, entryPoint, statements.subList(0, Math.min(count, statements.size())));
        }
    }
}
