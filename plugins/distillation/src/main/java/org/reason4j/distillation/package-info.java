/**
 * Distillation on the student's own samples: the policy writes, a teacher scores the very same tokens, and the gap between the
 * two is what is learned, beside rewards or without any.
 *
 * <p>A teacher is a model in a directory, a model behind a server, or the policy itself with more to read. Its signal enters as
 * an advantage, which every optimizer takes, or as a loss.
 *
 * @see <a href="https://thinkingmachines.ai/blog/on-policy-distillation/">On-policy distillation</a>
 * @see <a href="https://arxiv.org/abs/2306.13649">GKD, arXiv 2306.13649</a>
 * @see <a href="https://arxiv.org/abs/2601.20802">SDPO, arXiv 2601.20802</a>
 * @see <a href="https://arxiv.org/abs/2601.19897">SDFT, arXiv 2601.19897</a>
 */
@NullMarked
package org.reason4j.distillation;

import org.jspecify.annotations.NullMarked;
