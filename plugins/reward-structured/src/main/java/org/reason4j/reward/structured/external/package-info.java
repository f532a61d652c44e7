/** Checkers outside of this process: a program, or a server; the JSON that both speak. */
@NullMarked
package org.reason4j.reward.structured.external;

import org.jspecify.annotations.NullMarked;
