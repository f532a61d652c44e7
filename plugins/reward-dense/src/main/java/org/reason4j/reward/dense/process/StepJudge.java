package org.reason4j.reward.dense.process;

import java.util.List;

/** A model that judges steps after their tags. */
interface StepJudge {

    /** A token for the place of a response's last judgement, whatever it is. */
    int lastToken();

    /** Returns the logit of each step being good, {@code [K]} per response. */
    List<double[]> logits(List<TaggedSteps> responses);
}
