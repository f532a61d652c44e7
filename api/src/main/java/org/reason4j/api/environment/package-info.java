/** Environments, which answer the policy within a response: tools, games, other agents. */
@NullMarked
package org.reason4j.api.environment;

import org.jspecify.annotations.NullMarked;
