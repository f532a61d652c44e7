/** Guards: a reward that no longer means what it is to mean, responses that drift, one reward above all others. */
@NullMarked
package org.reason4j.guards;

import org.jspecify.annotations.NullMarked;
