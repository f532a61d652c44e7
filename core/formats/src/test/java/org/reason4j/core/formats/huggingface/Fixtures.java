package org.reason4j.core.formats.huggingface;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Small files for tests. */
public final class Fixtures {

    private Fixtures() {}

    /** A model directory among the test resources: {@code llama}, {@code qwen2-tied} or {@code qwen3}. */
    public static Path model(String name) {
        return directory("/models/" + name);
    }

    /** A directory of a further family among the test resources. */
    static Path family(String name) {
        return directory("/families/" + name);
    }

    private static Path directory(String name) {
        URL url = Objects.requireNonNull(Fixtures.class.getResource(name + "/config.json"), name);
        try {
            return Objects.requireNonNull(Path.of(url.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its {@code config.json}. */
    public static String config(String name) {
        try {
            return Files.readString(model(name).resolve("config.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy of a model directory that a test may change. */
    static Path copy(String name, Path target) throws IOException {
        Files.createDirectories(target);
        try (var files = Files.list(model(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
        return target;
    }

    /** A safetensors file with that header and so many bytes of data. */
    public static Path safetensors(Path file, String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(file, bytes.putLong(json.length).put(json).array());
    }

    public static ByteBuffer floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    public static float[] array(ByteBuffer bytes) {
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
