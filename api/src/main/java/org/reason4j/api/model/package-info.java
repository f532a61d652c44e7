/** Services of a model that a plugin may use; no engine types. */
@NullMarked
package org.reason4j.api.model;

import org.jspecify.annotations.NullMarked;
