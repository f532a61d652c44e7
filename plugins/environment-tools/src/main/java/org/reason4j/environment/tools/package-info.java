/**
 * Tools within a response: the policy writes a call, reads the result and goes on.
 *
 * <p>Choose the environment {@code tools} where a calculator, a search or another program supplies results that the
 * policy cannot compute. The reward {@code turn-reward} adds the environment's rewards of single turns.
 *
 * <p>Tokens of a tool's output are masked and never learned, as in Search-R1 and ReTool; without the mask the policy
 * would learn to write the results itself.
 *
 * @see <a href="https://arxiv.org/abs/2302.04761">Toolformer: calls within the text, with the result behind them</a>
 * @see <a href="https://arxiv.org/abs/2504.11536">ReTool: reinforcement learning with the results of code masked</a>
 * @see <a href="https://arxiv.org/abs/2503.09516">Search-R1: the same for what a search engine found</a>
 */
@NullMarked
package org.reason4j.environment.tools;

import org.jspecify.annotations.NullMarked;
