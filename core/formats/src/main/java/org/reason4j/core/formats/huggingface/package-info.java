/** Hugging Face directories in and out: configuration, weights, adapters, tokenizer and chat template. */
@NullMarked
package org.reason4j.core.formats.huggingface;

import org.jspecify.annotations.NullMarked;
