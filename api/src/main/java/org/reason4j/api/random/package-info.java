/** Random numbers without state: each is a function of a seed and of the place that it is drawn for. */
@NullMarked
package org.reason4j.api.random;

import org.jspecify.annotations.NullMarked;
