/** Models of a server: the served one, adapters of it, and weights that replace others while requests are under way. */
@NullMarked
package org.reason4j.core.engine.serve.weights;

import org.jspecify.annotations.NullMarked;
