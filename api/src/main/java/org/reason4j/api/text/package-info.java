/** Models that rewards talk to: judges, verifiers, writers. */
@NullMarked
package org.reason4j.api.text;

import org.jspecify.annotations.NullMarked;
