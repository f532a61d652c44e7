package org.reason4j.core.host.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.reason4j.core.host.config.tree.Node;

/**
 * Hashes that tell whether a value is still the same, and as little else as possible: PBKDF2 with a random salt, so that
 * they are neither looked up in a table nor guessed quickly.
 *
 * @param salt common to all of them, in hexadecimal digits
 * @param hashes by placeholder
 */
record Fingerprints(String salt, Map<String, String> hashes) {

    private static final int ROUNDS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int BITS = 64;
    private static final String OWN_SALT = newSalt();
    private static final Map<Map.Entry<String, String>, String> MADE = new ConcurrentHashMap<>();

    Fingerprints {
        hashes = new TreeMap<>(hashes);
    }

    /** Hashes values by placeholder, with the salt of this process. */
    static Fingerprints of(Map<String, String> values) {
        Map<String, String> hashes = new ConcurrentHashMap<>();
        values.entrySet().parallelStream()
                .forEach(value -> hashes.put(
                        value.getKey(),
                        MADE.computeIfAbsent(
                                Map.entry(value.getKey(), value.getValue()),
                                same -> hash(OWN_SALT, same.getKey(), same.getValue()))));
        return new Fingerprints(OWN_SALT, hashes);
    }

    static String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /** Returns true if a placeholder stands for the value whose hash this is. */
    boolean match(String placeholder, String value) {
        return hash(salt, placeholder, value).equals(hashes.get(placeholder));
    }

    static String hash(String salt, String placeholder, String value) {
        char[] named = (placeholder + "=" + value).toCharArray(); // equal values of two variables don't show
        try {
            PBEKeySpec key = new PBEKeySpec(named, salt.getBytes(StandardCharsets.UTF_8), ROUNDS, BITS);
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2 with SHA-256", e);
        }
    }

    /** Returns them as a section of a recipe. */
    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("salt", salt);
        tree.put("hashes", hashes);
        return tree;
    }

    /** Reads such a section; one of another shape tells nothing. */
    static Optional<Fingerprints> read(Node section) {
        if (section.plain() instanceof Map<?, ?> map
                && map.get("salt") instanceof String salt
                && map.get("hashes") instanceof Map<?, ?> written) {
            Map<String, String> hashes = new TreeMap<>();
            written.forEach((placeholder, hash) -> hashes.put(String.valueOf(placeholder), String.valueOf(hash)));
            return Optional.of(new Fingerprints(salt, hashes));
        }
        return Optional.empty();
    }
}
