/** Language and value models: weights, passes over rows of tokens, gradients and updates. */
@NullMarked
package org.reason4j.core.engine.model;

import org.jspecify.annotations.NullMarked;
