package org.reason4j.core.host.plugin.lock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.reason4j.core.formats.file.JsonValue;

/**
 * A plugin that a recipe uses, as it was at one time.
 *
 * @param id of the plugin
 * @param version of the plugin
 * @param sha256 hash of its jars in hexadecimal; absent where it came from no jar
 * @param coordinates {@code GROUP:ARTIFACT:VERSION} of its main jar, where they are known
 */
public record UsedPlugin(String id, String version, Optional<String> sha256, Optional<String> coordinates) {

    private static final int SHOWN = 12;

    /** Adds it to a JSON object. */
    public ObjectNode writeTo(ObjectNode target) {
        target.put("id", id).put("version", version);
        sha256.ifPresent(hash -> target.put("sha256", hash));
        coordinates.ifPresent(known -> target.put("coordinates", known));
        return target;
    }

    /** Reads what {@link #writeTo} wrote. */
    public static UsedPlugin read(JsonValue json) {
        return new UsedPlugin(
                json.get("id").text(),
                json.get("version").text(),
                json.find("sha256").map(JsonValue::text),
                json.find("coordinates").map(JsonValue::text));
    }

    /** True if version and content are those of the other one. */
    boolean isSameAs(UsedPlugin other) {
        return id.equals(other.id()) && version.equals(other.version()) && sha256.equals(other.sha256());
    }

    /** Its version and the beginning of its hash, for messages. */
    String shown() {
        return version
                + sha256.map(hash -> " (SHA-256 " + shortened(hash) + ")").orElse(" (from no jar)");
    }

    private static String shortened(String hash) {
        return hash.length() > SHOWN ? hash.substring(0, SHOWN) + "…" : hash;
    }

    /** The command that installs this version. */
    public String installation() {
        return "'reason4j plugins install " + coordinates.orElse("GROUP:ARTIFACT:" + version) + "'";
    }
}
