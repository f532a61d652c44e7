package org.reason4j.api.data;

/**
 * Where a response left another one of its group.
 *
 * @param parent {@link Trajectory#sample()} of the other
 * @param at number of response tokens that both share; they are learned in the other alone
 */
public record Branch(int parent, int at) {

    public Branch {
        if (parent < 0 || at < 0) {
            throw new IllegalArgumentException("a branch leaves sample " + parent + " at token " + at);
        }
    }
}
