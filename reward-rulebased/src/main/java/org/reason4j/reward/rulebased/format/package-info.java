/**
 * Rewards for the format of a response: its tags and their order. They need no right answer.
 *
 * <p>Choose one with a small weight while the policy still has to learn where reasoning and answer belong.
 */
@NullMarked
package org.reason4j.reward.rulebased.format;

import org.jspecify.annotations.NullMarked;
