/** The families that are supported, one class each. */
@NullMarked
package org.reason4j.core.formats.family.supported;

import org.jspecify.annotations.NullMarked;
