package org.reason4j.distillation.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;

/**
 * Compares the vocabulary of a server with the policy's, by the texts of ids from all over it. Servers write spaces and
 * incomplete characters in several ways, so spaces are left out, and so are tokens that are no whole text.
 */
final class VocabularyProbe {

    private static final int IDS = 64;
    private static final double LEAST_AGREEMENT = 0.9;

    private VocabularyProbe() {}

    /** Ids to ask about: the first and the last of the vocabulary, and others between them. */
    static int[] ids(Tokenizer tokenizer) {
        int size = tokenizer.vocabularySize();
        int count = Math.min(IDS, size);
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = (int) ((long) i * (size - 1) / Math.max(1, count - 1));
        }
        return ids;
    }

    /**
     * Compares the texts of ids.
     *
     * @param where place of the server's settings, for messages
     * @param texts that the server has for them
     * @throws ConfigException if the server's vocabulary is another one
     */
    static void check(String where, Tokenizer tokenizer, int[] ids, List<Optional<String>> texts) {
        int compared = 0;
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            String own = normal(tokenizer.decode(new int[] {ids[i]}, false));
            String other = texts.get(i).map(VocabularyProbe::normal).orElse("");
            if (isWhole(own) && isWhole(other)) {
                compared++;
                if (!own.equals(other)) {
                    differences.add(ids[i] + " is '" + own + "' here and '" + other + "' there");
                }
            }
        }
        ConfigException.check(
                compared == 0 || differences.size() <= (1 - LEAST_AGREEMENT) * compared,
                "The server of %s has another vocabulary than the policy: of %s tokens that were compared %s differ, token %s. Name"
                        + " a teacher with the policy's tokenizer.",
                where,
                compared,
                differences.size(),
                differences.isEmpty() ? "" : differences.get(0));
    }

    private static String normal(String text) {
        return text.replaceAll("[\\s\u2581\u0120\u010a]+", "");
    }

    private static boolean isWhole(String text) {
        return !text.isEmpty() && text.indexOf('\ufffd') < 0 && !text.startsWith("bytes:");
    }
}
