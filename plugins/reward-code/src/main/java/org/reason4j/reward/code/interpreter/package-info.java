/** Sandboxed programs as a tool: the policy writes one within its response and reads what it prints. */
@NullMarked
package org.reason4j.reward.code.interpreter;

import org.jspecify.annotations.NullMarked;
