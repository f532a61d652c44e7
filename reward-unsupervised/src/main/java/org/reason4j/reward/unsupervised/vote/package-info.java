/** Rewards of agreement: the answer that most responses give, clusters of meaning, two wordings of one problem. */
@NullMarked
package org.reason4j.reward.unsupervised.vote;

import org.jspecify.annotations.NullMarked;
