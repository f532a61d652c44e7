/**
 * Corrections for responses from another distribution than that of the policy in training.
 *
 * <p>Choose {@code truncated-importance-sampling} where {@code mismatch/ratio_mean} moves away from 1: with low
 * precision, with rollouts of older weights, or with filters on the sampled distribution. It costs a pass for the old
 * log-probabilities. Watch {@code mismatch/ess}: where it falls, few tokens dominate the step, and fresher rollouts
 * help more than weights.
 *
 * @see <a href="https://fengyao.notion.site/off-policy-rl">Your efficient RL framework secretly brings you off-policy RL
 *     training</a>
 */
@NullMarked
package org.reason4j.optimizer.offpolicy;

import org.jspecify.annotations.NullMarked;
