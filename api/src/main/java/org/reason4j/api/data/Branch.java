package org.reason4j.api.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Where a response left another one of its group.
 *
 * @param parent {@link Trajectory#sample()} of the other
 * @param at number of response tokens that both share; they are learned in the other alone
 * @param reason why it forked there, in a few words for people, such as {@code UCT 1.33 (value 0.6, 3 of 5 visits)}; empty
 *     where the sampler does not say. The report and {@code completions.jsonl} show it
 */
@API(status = Status.STABLE, since = "1.0.0")
public record Branch(
        int parent,
        int at,
        @API(status = Status.EXPERIMENTAL, since = "1.0.0") String reason) {

    public Branch {
        if (parent < 0 || at < 0) {
            throw new IllegalArgumentException("a branch leaves sample " + parent + " at token " + at);
        }
    }

    /** A branch whose sampler does not say why it forked. */
    public Branch(int parent, int at) {
        this(parent, at, "");
    }
}
