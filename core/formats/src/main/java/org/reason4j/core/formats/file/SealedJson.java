package org.reason4j.core.formats.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.reason4j.api.plugin.ConfigException;

/** JSON objects in files with a hash of their own content, by which a change of the file is noticed. */
public final class SealedJson {

    private static final String SEAL = "sha256";

    private SealedJson() {}

    /** Replaces a file; adds the key {@code sha256} to the object. */
    public static void write(Path file, ObjectNode json) {
        json.put(SEAL, Sha256.of(json.toString()));
        DurableFiles.write(file, json.toPrettyString() + "\n");
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param remedy what to do if the file is not as it was written: a sentence
     * @throws ConfigException if it isn't
     */
    public static JsonValue read(Path file, String remedy) {
        JsonValue json = JsonValue.read(file, remedy);
        String seal = json.get(SEAL).text();
        ObjectNode content = json.node().deepCopy();
        content.remove(SEAL);
        String found = Sha256.of(content.toString());
        ConfigException.check(
                found.equals(seal),
                "%s was changed after it was written: the hash of its content is %s, but it says %s. %s",
                file,
                found,
                seal,
                remedy);
        return json;
    }
}
