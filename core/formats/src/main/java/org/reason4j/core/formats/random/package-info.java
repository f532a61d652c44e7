/** Numbers that are functions of a key, of which every draw is made. */
@NullMarked
package org.reason4j.core.formats.random;

import org.jspecify.annotations.NullMarked;
