/**
 * Rewards for a judge in training, which reasons before its verdict: rules over its own response and the labels of the
 * example. A verdict that is missing is wrong here, for it is the policy that failed to give it.
 */
@NullMarked
package org.reason4j.reward.generative.reasoning;

import org.jspecify.annotations.NullMarked;
