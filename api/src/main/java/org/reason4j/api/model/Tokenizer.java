package org.reason4j.api.model;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.Message;

/** The policy's tokenizer and chat template. Safe for use by many threads. */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public interface Tokenizer {

    /** Token ids of a text, without special tokens added around it. */
    int[] encode(String text);

    /** Text of token ids; special tokens are left out when asked. */
    String decode(int[] tokens, boolean skipSpecialTokens);

    /** Token ids of a conversation rendered with the model's chat template, ready for the policy to answer. */
    int[] render(List<Message> messages);

    /** Number of ids, special tokens included. */
    int vocabularySize();

    /** Ids that end a sequence. */
    List<Integer> endOfSequence();
}
