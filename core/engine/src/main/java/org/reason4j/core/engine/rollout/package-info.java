/**
 * Writing responses. {@code Decoder} and {@code LiveDecoder} take requests; {@code Sequence} and {@code Turns} hold a response
 * under way; a {@code SequenceWriter} writes it, in this process with prefix caches or through a rollout backend.
 */
@NullMarked
package org.reason4j.core.engine.rollout;

import org.jspecify.annotations.NullMarked;
