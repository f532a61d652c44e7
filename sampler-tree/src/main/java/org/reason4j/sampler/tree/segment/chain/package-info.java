/**
 * Credit of the segments of single responses, from the outcomes of continuations.
 *
 * <p>The reward {@code spo-chain} cuts every response after some tokens that the policy was not sure of, and estimates the value of
 * each cut; the policy optimizer of the same name learns from them. Choose them where one response is worth many continuations:
 * segments follow the policy's own doubts, and not the lines of the text as VinePPO's steps do.
 *
 * @see <a href="https://arxiv.org/abs/2505.23564">Segment policy optimization, section 4.1</a>
 */
@NullMarked
package org.reason4j.sampler.tree.segment.chain;

import org.jspecify.annotations.NullMarked;
