/** What a plugin may ask of a model; no engine types. */
@NullMarked
package org.reason4j.api.model;

import org.jspecify.annotations.NullMarked;
