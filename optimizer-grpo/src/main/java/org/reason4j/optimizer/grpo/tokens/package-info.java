/** What losses are made of: the learned tokens of a micro-batch, and the ratios of whole responses. */
@NullMarked
package org.reason4j.optimizer.grpo.tokens;

import org.jspecify.annotations.NullMarked;
