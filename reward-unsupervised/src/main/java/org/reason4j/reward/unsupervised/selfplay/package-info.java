/** One policy in two roles: it proposes tasks and solves them. */
@NullMarked
package org.reason4j.reward.unsupervised.selfplay;

import org.jspecify.annotations.NullMarked;
