package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The vocabulary of a GGUF file.
 *
 * @param texts of the tokens by id
 * @param types of the tokens by id; see the constants
 */
record GgufTokens(List<String> texts, List<Integer> types) {

    static final String MODEL = "tokenizer.ggml.model";
    static final String RULE = "tokenizer.ggml.pre";
    static final String TEXTS = "tokenizer.ggml.tokens";
    static final String TYPES = "tokenizer.ggml.token_type";
    static final String SCORES = "tokenizer.ggml.scores";
    static final String MERGES = "tokenizer.ggml.merges";
    static final String BEGINNING = "tokenizer.ggml.bos_token_id";
    static final String END = "tokenizer.ggml.eos_token_id";
    static final String END_OF_TURN = "tokenizer.ggml.eot_token_id";
    static final String END_OF_MESSAGE = "tokenizer.ggml.eom_token_id";
    static final String UNKNOWN = "tokenizer.ggml.unknown_token_id";
    static final String PADDING = "tokenizer.ggml.padding_token_id";
    static final String ADDS_BEGINNING = "tokenizer.ggml.add_bos_token";
    static final String ADDS_END = "tokenizer.ggml.add_eos_token";
    static final String ADDS_SPACE = "tokenizer.ggml.add_space_prefix";
    static final String CHAT_TEMPLATE = "tokenizer.chat_template";

    static final int OF_NORMAL = 1;
    static final int OF_UNKNOWN = 2;
    static final int OF_CONTROL = 3;
    static final int OF_USER = 4;
    static final int OF_UNUSED = 5;
    static final int OF_BYTE = 6;

    static GgufTokens read(GgufMetadata metadata) {
        List<String> texts =
                metadata.texts(TEXTS).filter(list -> !list.isEmpty()).orElseThrow(() -> metadata.missing(TEXTS));
        Optional<List<Long>> given = metadata.wholes(TYPES);
        check(
                given.isEmpty() || given.get().size() == texts.size(),
                "%s has %s tokens and %s types of them, expected as many",
                metadata.source(),
                texts.size(),
                given.map(List::size).orElse(0));
        List<Integer> types = new ArrayList<>();
        for (int id = 0; id < texts.size(); id++) {
            long type = given.isEmpty() ? OF_NORMAL : given.get().get(id);
            check(
                    type >= 0 && type <= OF_BYTE,
                    "%s: token %s, '%s', is of the unknown type %s, expected one from %s to %s",
                    metadata.source(),
                    id,
                    texts.get(id),
                    type,
                    0,
                    OF_BYTE);
            types.add((int) type);
        }
        checkDistinct(metadata, texts, types);
        return new GgufTokens(texts, List.copyOf(types));
    }

    private static void checkDistinct(GgufMetadata metadata, List<String> texts, List<Integer> types) {
        Set<String> seen = new HashSet<>();
        for (int id = 0; id < texts.size(); id++) {
            check(
                    types.get(id) == OF_UNUSED || seen.add(texts.get(id)),
                    "%s: the token '%s' is there twice, the second time as %s",
                    metadata.source(),
                    texts.get(id),
                    id);
        }
    }

    /** The id under a key, which is one of a token, where it is set. */
    Optional<Integer> id(GgufMetadata metadata, String key) {
        Optional<Integer> id = metadata.whole(key);
        check(
                id.isEmpty() || id.get() < texts.size(),
                "%s: '%s' is %s, but there are %s tokens",
                metadata.source(),
                key,
                id.orElse(0),
                texts.size());
        return id;
    }

    /** True if a token is recognised where its text stands written, before anything is split. */
    boolean added(int id) {
        return types.get(id) == OF_CONTROL || types.get(id) == OF_USER;
    }
}
