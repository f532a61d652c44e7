/**
 * Rewards for short responses, for responses of a wanted length, and for responses that end properly.
 *
 * <p>Choose {@code kimi-length}, {@code alp} or {@code gr3} where right answers should become shorter by themselves; {@code
 * short-rl} where they may not cost accuracy; {@code laser-d} for a target by difficulty; {@code cosine-length} where wrong
 * answers should think longer; {@code l1-exact} and {@code l1-max} where the prompt says how long; {@code s-grpo} where a
 * response may stop thinking anywhere; {@code prorl-truncation} against responses that never end.
 */
@NullMarked
package org.reason4j.reward.shaping.length;

import org.jspecify.annotations.NullMarked;
