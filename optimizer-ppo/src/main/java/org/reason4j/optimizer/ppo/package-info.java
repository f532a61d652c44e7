/**
 * Optimizers with a critic: proximal policy optimization, and its ancestor with an explicit trust region.
 *
 * <p>A critic estimates the return at every token, so credit goes to the tokens that changed the estimate, and a single
 * response per prompt is enough. The cost is a second model of the policy's size that has to learn first. Choose {@code
 * ppo} for long responses and where groups are expensive; watch {@code critic/explained_variance}, and pretrain the
 * critic with {@code soloSteps} where it stays near 0. Choose {@code trpo} to bound how far an update moves the policy
 * by a divergence instead of a learning rate; it costs about thirty backward passes per update.
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">Proximal policy optimization algorithms</a>
 * @see <a href="https://arxiv.org/abs/1506.02438">Generalized advantage estimation</a>
 * @see <a href="https://arxiv.org/abs/1502.05477">Trust region policy optimization</a>
 * @see <a href="https://arxiv.org/abs/2503.01491">VC-PPO: value pretraining and decoupled estimates</a>
 * @see <a href="https://arxiv.org/abs/2504.05118">VAPO: length-adaptive estimates</a>
 * @see <a href="https://arxiv.org/abs/2503.24290">Open-Reasoner-Zero</a>
 */
@NullMarked
package org.reason4j.optimizer.ppo;

import org.jspecify.annotations.NullMarked;
