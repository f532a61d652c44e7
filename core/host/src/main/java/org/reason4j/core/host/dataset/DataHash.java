package org.reason4j.core.host.dataset;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.Example;
import org.reason4j.core.formats.file.Sha256;

/**
 * Identity of a dataset by what it says: SHA-256 over its examples in order.
 *
 * <p>The order of an example's fields, the file format and the width of numbers make no difference. Every part carries its
 * kind and its length, so that no two different datasets are written alike.
 */
public final class DataHash {

    private final MessageDigest digest = Sha256.digest();

    private DataHash() {}

    /** Returns the hash as 64 hexadecimal digits. */
    public static String of(List<Example> examples) {
        DataHash hash = new DataHash();
        hash.tag('D', examples.size());
        for (Example example : examples) {
            hash.text(example.id());
            hash.tag('C', example.messages().size());
            for (Message message : example.messages()) {
                hash.text(message.role());
                hash.text(message.content());
            }
            hash.value(example.response().orElse(null));
            hash.value(example.fields());
        }
        return Sha256.hex(hash.digest);
    }

    private void tag(char kind, int size) {
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, size));
    }

    private void text(String text) {
        bytes('S', text);
    }

    private void bytes(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tag(kind, bytes.length);
        digest.update(bytes);
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            tag('0', 0);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Number number) {
            bytes('N', canonical(number));
        } else if (value instanceof List<?> list) {
            tag('L', list.size());
            list.forEach(this::value);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((key, entry) -> sorted.put(String.valueOf(key), entry));
            tag('M', sorted.size());
            sorted.forEach((key, entry) -> {
                text(key);
                value(entry);
            });
        } else {
            bytes('O', value.toString());
        }
    }

    private static String canonical(Number number) {
        if (number instanceof Double d && !Double.isFinite(d) || number instanceof Float f && !Float.isFinite(f)) {
            return number.toString();
        }
        return new BigDecimal(number.toString()).stripTrailingZeros().toString();
    }
}
