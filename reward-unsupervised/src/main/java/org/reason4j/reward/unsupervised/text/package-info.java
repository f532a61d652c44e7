/** Next-token reasoning on plain text. */
@NullMarked
package org.reason4j.reward.unsupervised.text;

import org.jspecify.annotations.NullMarked;
