/** A model behind HTTP, in the protocol that OpenAI made common. */
@NullMarked
package org.reason4j.core.engine.serve;

import org.jspecify.annotations.NullMarked;
