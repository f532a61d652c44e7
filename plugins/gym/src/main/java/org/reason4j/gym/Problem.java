package org.reason4j.gym;

/** One problem of a family: an immutable record of its structured content. Two problems are the same if their questions are. */
public interface Problem {

    /** What the policy reads; it says in which form the answer is to be given. */
    String question();

    /** One right answer, in the form that the question asks for. */
    String answer();

    /**
     * True if a text is a right answer, each of them where there are several; outer white space is free.
     *
     * <p>The text comes from a policy: it is parsed and never evaluated, in bounded time. A text that can't be read is not right.
     */
    boolean accepts(String answer);

    /** Elementary steps of a careful solver, such as digits, moves, cells or clauses: what the knobs of a generator move. */
    double work();
}
