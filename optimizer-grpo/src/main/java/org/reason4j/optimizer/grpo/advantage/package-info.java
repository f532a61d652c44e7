/** Estimates of how much better a response, or a token, is than expected; each record is the settings and the formula of one. */
@NullMarked
package org.reason4j.optimizer.grpo.advantage;

import org.jspecify.annotations.NullMarked;
