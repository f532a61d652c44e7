/** From recipe file to records: every value, where it came from, and all problems at once. */
@NullMarked
package org.reason4j.core.host.config;

import org.jspecify.annotations.NullMarked;
