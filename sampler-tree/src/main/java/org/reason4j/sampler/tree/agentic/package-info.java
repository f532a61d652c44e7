/**
 * Trees of agents: responses that branch where the policy is uncertain about what a tool has said.
 *
 * @see <a href="https://arxiv.org/abs/2507.19849">Agentic Reinforced Policy Optimization</a>
 */
@NullMarked
package org.reason4j.sampler.tree.agentic;

import org.jspecify.annotations.NullMarked;
