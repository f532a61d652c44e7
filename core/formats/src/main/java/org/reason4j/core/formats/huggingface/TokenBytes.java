package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.core.formats.file.JsonFile;

/**
 * The bytes that each token of a tokenizer stands for, also where they are a part of a character. The bytes of a text's
 * tokens, one after the other, are the text's in UTF-8.
 */
final class TokenBytes {

    /** A token of one byte, in vocabularies of characters. */
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    private static final String SPACE = "\u2581"; // SentencePiece's

    /** The characters by which vocabularies of bytes write each byte, in the order of the bytes. */
    static final String BYTES = bytes();

    private final Map<Integer, String> tokens = new HashMap<>();
    private final Map<Integer, String> added = new HashMap<>();
    private final boolean ofBytes;

    private TokenBytes(JsonNode root) {
        Vocabulary.of(root).ids().forEach((token, id) -> tokens.put(id, token));
        root.path("added_tokens")
                .forEach(token -> added.put(
                        token.path("id").asInt(), token.path("content").asText()));
        ofBytes = has(root.path("decoder"), "ByteLevel");
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it can't be read
     */
    static TokenBytes read(Path file) {
        return new TokenBytes(JsonFile.read(file).root());
    }

    private static boolean has(JsonNode decoder, String type) {
        if (decoder.path("type").asText().equals(type)) {
            return true;
        }
        for (JsonNode part : decoder.path("decoders")) {
            if (has(part, type)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the bytes of a token; none for an id that has no token. */
    byte[] of(int id) {
        if (ofBytes && added.containsKey(id)) {
            return added.get(id).getBytes(StandardCharsets.UTF_8);
        }
        String token = added.getOrDefault(id, tokens.getOrDefault(id, ""));
        if (ofBytes && token.chars().allMatch(c -> BYTES.indexOf(c) >= 0)) {
            byte[] bytes = new byte[token.length()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) BYTES.indexOf(token.charAt(i));
            }
            return bytes;
        }
        Matcher single = BYTE.matcher(token);
        return single.matches()
                ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
                : token.replace(SPACE, " ").getBytes(StandardCharsets.UTF_8);
    }

    /** GPT-2's table: printable characters of Latin-1 stand for themselves, the other bytes for characters from 256 on. */
    private static String bytes() {
        StringBuilder characters = new StringBuilder(256);
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            characters.append((char) (printable ? b : next++));
        }
        return characters.toString();
    }
}
