/** Made-up tasks whose solutions are programs, with tests and with demonstrations, for examples and trials. */
@NullMarked
package org.reason4j.reward.code.problems;

import org.jspecify.annotations.NullMarked;
