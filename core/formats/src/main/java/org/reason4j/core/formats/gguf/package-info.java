/** GGUF, the format of llama.cpp: reading its files, and going from them to Hugging Face directories and back. */
@NullMarked
package org.reason4j.core.formats.gguf;

import org.jspecify.annotations.NullMarked;
