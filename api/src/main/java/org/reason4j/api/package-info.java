/**
 * The API of reason4j.
 *
 * <p>{@link org.apiguardian.api.API} on a type gives its status: {@code STABLE} types keep their meaning within a major
 * version, {@code EXPERIMENTAL} ones may change in a minor one. {@link org.reason4j.api.Extension} marks types that plugins
 * implement; {@link org.reason4j.api.Provided} marks types that plugins only read or call, which grow by methods. Other
 * types are values that both make: a factory takes the required parts, {@code with...} returns a copy with another part.
 *
 * <p>A sealed interface or an enum may get another member in a minor version: code that distinguishes members has a default
 * for those that it does not know.
 */
@NullMarked
package org.reason4j.api;

import org.jspecify.annotations.NullMarked;
