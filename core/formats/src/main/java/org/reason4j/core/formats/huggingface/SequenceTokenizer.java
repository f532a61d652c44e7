package org.reason4j.core.formats.huggingface;

import org.reason4j.api.model.Tokenizer;

/** A tokenizer that knows with which tokens a sequence of its model begins. Safe for use by many threads. */
public interface SequenceTokenizer extends Tokenizer {

    /** Token ids of a text that begins a sequence: the tokens that the tokenizer puts first, unless the text has them already. */
    int[] begin(String text);

    /** Token ids of a conversation that the model's {@link ChatFormat} has written. */
    int[] rendered(String conversation);

    /** The bytes that a token stands for, in UTF-8: those of a part of a character where that is what the token is. */
    byte[] bytes(int token);
}
