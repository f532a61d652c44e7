package org.reason4j.reward.unsupervised.vote;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the majority vote.
 *
 * @param equality when two answers are the same
 * @param field name of the field that the measuring reward takes the right answer from; for {@code VERDICT} only. What the
 *     dataset has in it is not read
 */
public record MajorityVoteConfig(Equality equality, String field) {

    /** Answers are the same if their normal forms are. */
    public static final MajorityVoteConfig DEFAULTS = new MajorityVoteConfig(Equality.NORMAL_FORM, "answer");

    public MajorityVoteConfig {
        check(!field.isBlank(), "majority-vote.field must name a field, got '%s'", field);
    }
}
