package org.reason4j.core.host.dataset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.reason4j.api.plugin.ConfigException;

/** The text of a file of rows: UTF-8, with or without a byte order mark, perhaps compressed with gzip. */
final class RowsFile {

    private static final String MARK = "\uFEFF";

    private RowsFile() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException if it is not there or no such text
     */
    static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(
                    file + ": no such file; expected one JSON object per line, or a list of JSON objects");
        }
        try {
            byte[] bytes = unpacked(file, Files.readAllBytes(file));
            FileFormat.refuseOther(file, bytes);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": not UTF-8 text; save the file in that encoding", e);
        } catch (IOException e) {
            throw new ConfigException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static byte[] unpacked(Path file, byte[] bytes) {
        if (!FileFormat.isGzip(bytes)) {
            return bytes;
        }
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new ConfigException(
                    file + ": compressed with gzip and damaged (" + e.getMessage() + "); get the file again", e);
        }
    }
}
