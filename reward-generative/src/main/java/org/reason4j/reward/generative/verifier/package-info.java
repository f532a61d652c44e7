/** Verdicts about single responses: beside a rule, as a number, by votes, or as a probability. */
@NullMarked
package org.reason4j.reward.generative.verifier;

import org.jspecify.annotations.NullMarked;
