/** The safetensors format: headers, element types and tensors of a file, read and written. */
@NullMarked
package org.reason4j.core.formats.safetensors;

import org.jspecify.annotations.NullMarked;
