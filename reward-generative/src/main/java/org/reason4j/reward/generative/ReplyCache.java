package org.reason4j.reward.generative;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of answers on the disk, one file each, named by a digest of model and request. Files are written atomically;
 * threads and processes may share a directory.
 */
final class ReplyCache {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyCache.class);
    private static final String TEXT = "text";

    private final Path directory;

    /**
     * Opens a cache.
     *
     * @throws ConfigException if the directory cannot be created
     */
    ReplyCache(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ConfigException(
                    "rubric.cachePath: cannot create the directory " + directory + " (" + e
                            + "). Choose a directory that you can write to.",
                    e);
        }
    }

    /**
     * The key of an answer.
     *
     * @param version version of the questions and of the reading of answers
     * @param identity identity of the model
     */
    static String key(String version, String identity, Request request) {
        MessageDigest digest = sha256();
        add(digest, version);
        add(digest, identity);
        for (Message message : request.messages()) {
            add(digest, message.role());
            add(digest, message.content());
        }
        add(digest, request.params().toString());
        add(digest, Long.toString(request.seed()));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds length and text, so that different lists of texts give different digests. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    Optional<String> get(String key) throws IOException {
        Path file = file(key);
        try {
            return Optional.of(
                    StrictJson.object(Files.readString(file)).get(TEXT).getAsString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) { // damaged outside this class; the model is asked again
            LOG.warn("{} is not a cached judgment ({}) and will be replaced", file, e.toString());
            return Optional.empty();
        }
    }

    void put(String key, String text) throws IOException {
        Path file = file(key);
        Path parent = Files.createDirectories(directory.resolve(key.substring(0, 2)));
        JsonObject content = new JsonObject();
        content.addProperty(TEXT, text);
        Path part = Files.createTempFile(parent, key, ".part");
        try {
            Files.writeString(part, content.toString());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path file(String key) {
        return directory.resolve(key.substring(0, 2)).resolve(key + ".json");
    }
}
