/** Where a query or JSON stands in a response. */
@NullMarked
package org.reason4j.reward.structured.text;

import org.jspecify.annotations.NullMarked;
