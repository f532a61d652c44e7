/** Where prompts come from, and in which order. */
@NullMarked
package org.reason4j.core.host.dataset;

import org.jspecify.annotations.NullMarked;
