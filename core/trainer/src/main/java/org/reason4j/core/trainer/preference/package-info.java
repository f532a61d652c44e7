/** Responses that come with the data instead of being sampled: pairs of which one was preferred, and labelled ones. */
@NullMarked
package org.reason4j.core.trainer.preference;

import org.jspecify.annotations.NullMarked;
