/** Credit that keeps roles apart. */
@NullMarked
package org.reason4j.agents.credit;

import org.jspecify.annotations.NullMarked;
