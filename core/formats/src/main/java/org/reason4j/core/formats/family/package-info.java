/**
 * Families of language models: from the keys of {@code config.json} to a description of the layers over a few axes, and the
 * table of their tensors. Kernels know the axes, and no family.
 */
@NullMarked
package org.reason4j.core.formats.family;

import org.jspecify.annotations.NullMarked;
