/** Rewards called with deadlines and composed into one number per trajectory. */
@NullMarked
package org.reason4j.core.host.reward;

import org.jspecify.annotations.NullMarked;
