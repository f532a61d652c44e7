/** Where examples come from. */
@NullMarked
package org.reason4j.api.dataset;

import org.jspecify.annotations.NullMarked;
