/** Decoding slots: key and value caches, and chunks of tokens that many slots write at a time. */
@NullMarked
package org.reason4j.core.engine.model.decoding;

import org.jspecify.annotations.NullMarked;
