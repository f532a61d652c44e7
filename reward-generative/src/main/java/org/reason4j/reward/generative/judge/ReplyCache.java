package org.reason4j.reward.generative.judge;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel.Request;
import org.reason4j.reward.generative.client.StrictJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of answers on the disk, one file each, named by a digest of model and request. Files are written atomically;
 * threads and processes may share a directory.
 */
public final class ReplyCache {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyCache.class);
    private static final String TEXT = "text";

    private final Path directory;

    /**
     * Opens a cache.
     *
     * @param setting name of the setting that gives the directory, for messages
     * @throws ConfigException if the directory cannot be created
     */
    public ReplyCache(Path directory, String setting) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ConfigException(
                    setting + ": cannot create the directory " + directory + " (" + e
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
    public static String key(String version, String identity, Request request) {
        TextDigest digest = new TextDigest().add(version).add(identity);
        for (Message message : request.messages()) {
            digest.add(message.role()).add(message.content());
        }
        return digest.add(request.params().toString())
                .add(Long.toString(request.seed()))
                .hex();
    }

    /** Returns a known answer. */
    public Optional<String> get(String key) throws IOException {
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

    /** Keeps an answer. */
    public void put(String key, String text) throws IOException {
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
