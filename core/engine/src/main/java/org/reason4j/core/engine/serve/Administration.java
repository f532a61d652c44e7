package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.serve.weights.ChangeLaterException;
import org.reason4j.core.engine.serve.weights.FileHashes;
import org.reason4j.core.engine.serve.weights.ServedModels;

/**
 * What a trainer may do to the model: new weights, adapters, pauses. Paths and fields are those of vLLM and SGLang where these
 * have them. A server takes such requests if it was told where further weights are, and if requests have a key or come from its own
 * machine alone.
 */
final class Administration {

    private final ServedModels models;
    private final boolean wanted;
    private final boolean open;
    private final Duration longest;

    /**
     * Prepares to answer.
     *
     * @param wanted whether weights may be changed at all
     * @param open whether requests have a key, or come from this machine alone
     * @param longest wait of a pause for responses under way
     */
    Administration(ServedModels models, boolean wanted, boolean open, Duration longest) {
        this.models = models;
        this.wanted = wanted;
        this.open = open;
        this.longest = longest;
    }

    /** True if a path belongs to it and changes something. */
    static boolean changes(String path) {
        return switch (path) {
            case "/pause", "/resume", "/update_weights_from_disk", "/v1/load_lora_adapter", "/v1/unload_lora_adapter" ->
                true;
            default -> false;
        };
    }

    /** Refuses requests of clients that may not change anything. */
    void requireAllowed() throws ApiError {
        if (!wanted) {
            throw ApiError.forbidden(
                    "administration_is_off",
                    "This server takes no changes of its weights. Start it with --weights-below DIR, the directory that has the"
                            + " weights that it may load.");
        }
        if (!open) {
            throw ApiError.forbidden(
                    "administration_needs_key",
                    "Other machines can reach this server, so weights are changed with a key alone. Start it with"
                            + " --api-key-variable NAME, or with --host 127.0.0.1.");
        }
    }

    /** Carries out a request for a path that {@link #changes} something. */
    ObjectNode change(String path, byte[] body) throws ApiError, InterruptedException {
        requireAllowed();
        Fields fields = Fields.parse(body.length == 0 ? new byte[] {'{', '}'} : body);
        try {
            switch (path) {
                case "/pause" -> pause(fields);
                case "/resume" -> {
                    fields.end();
                    models.resume();
                }
                case "/update_weights_from_disk" -> update(fields);
                case "/v1/load_lora_adapter" -> {
                    String name = text(fields, "lora_name");
                    Path from = path(fields, "lora_path");
                    FileHashes hashes = hashes(fields);
                    fields.end();
                    models.load(name, from, hashes);
                }
                default -> {
                    String name = text(fields, "lora_name");
                    fields.end();
                    models.unload(name);
                }
            }
        } catch (ConfigException e) {
            throw ApiError.invalid(null, String.valueOf(e.getMessage()));
        } catch (ChangeLaterException e) {
            throw ApiError.changeLater(String.valueOf(e.getMessage()));
        }
        return state().put("success", true);
    }

    private void pause(Fields fields) throws ApiError, InterruptedException {
        String mode = fields.texts("mode").stream().findFirst().orElse("wait");
        fields.end();
        if (!mode.equals("wait")) {
            throw ApiError.invalid(
                    "mode",
                    "'mode' is '" + ApiError.excerpt(mode) + "', expected wait: responses under way are written.");
        }
        if (!models.pause(longest)) {
            throw ApiError.late("Responses under way were not complete within " + longest.toSeconds()
                    + " seconds; the server stays paused.");
        }
    }

    private void update(Fields fields) throws ApiError, ChangeLaterException, InterruptedException {
        Path from = path(fields, "model_path");
        String version = text(fields, "weight_version");
        FileHashes hashes = hashes(fields);
        fields.end();
        models.update(from, version, hashes);
    }

    private static FileHashes hashes(Fields fields) throws ApiError {
        return FileHashes.of(fields.texts("weight_sha256"));
    }

    private static String text(Fields fields, String name) throws ApiError {
        return fields.texts(name).stream()
                .findFirst()
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> ApiError.invalid(name, "'" + name + "' is missing, expected text."));
    }

    private static Path path(Fields fields, String name) throws ApiError {
        String text = text(fields, name);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw ApiError.invalid(name, "'" + name + "' is no path: " + e.getReason() + ".");
        }
    }

    /** What is served: as SGLang's {@code /get_model_info}. */
    ObjectNode state() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("model_path", models.directory().toString())
                .put("weight_version", models.version())
                .put("is_generation", true)
                .put("is_paused", models.isPaused())
                .put("server", "reason4j");
    }
}
