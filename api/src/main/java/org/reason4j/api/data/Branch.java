package org.reason4j.api.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Where a response left another one of its group.
 *
 * @param parent {@link Trajectory#sample()} of the other
 * @param at number of response tokens that both share; they are learned in the other alone
 */
@API(status = Status.STABLE, since = "1.0.0")
public record Branch(int parent, int at) {

    public Branch {
        if (parent < 0 || at < 0) {
            throw new IllegalArgumentException("a branch leaves sample " + parent + " at token " + at);
        }
    }
}
