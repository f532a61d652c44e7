package org.reason4j.reward.unsupervised.vote;

/** Says whether two texts mean the same, as answers to a question. */
@FunctionalInterface
interface Likeness {

    /** True if both mean the same; asked once for a pair. */
    boolean same(String question, String one, String other) throws Exception;
}
