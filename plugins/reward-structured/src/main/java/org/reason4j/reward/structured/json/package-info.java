/** JSON: read strictly, against a schema or against a wanted value. */
@NullMarked
package org.reason4j.reward.structured.json;

import org.jspecify.annotations.NullMarked;
