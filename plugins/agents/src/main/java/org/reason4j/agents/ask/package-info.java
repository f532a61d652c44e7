/** Other models than the policy, asked within a rollout. */
@NullMarked
package org.reason4j.agents.ask;

import org.jspecify.annotations.NullMarked;
