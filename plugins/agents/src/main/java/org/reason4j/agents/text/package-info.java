/** Texts: marks around what counts in a response, templates, and sums that are worked out. */
@NullMarked
package org.reason4j.agents.text;

import org.jspecify.annotations.NullMarked;
