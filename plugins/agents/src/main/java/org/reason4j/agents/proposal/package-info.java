/** Tasks that the policy sets itself, and solves. */
@NullMarked
package org.reason4j.agents.proposal;

import org.jspecify.annotations.NullMarked;
