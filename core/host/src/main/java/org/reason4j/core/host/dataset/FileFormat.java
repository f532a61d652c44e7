package org.reason4j.core.host.dataset;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reason4j.api.plugin.ConfigException;

/** Formats that files of rows are kept in, by the bytes that they begin with, so that a message can name what was found. */
final class FileFormat {

    private static final String EXPECTED = "expected text with one JSON object per line, or a list of them";

    private static final byte[] GZIP = bytes("1f8b");
    private static final Map<byte[], String> BEGINNINGS = new LinkedHashMap<>();

    static {
        BEGINNINGS.put(bytes("28b52ffd"), "compressed with Zstandard; unpack it with unzstd");
        BEGINNINGS.put(bytes("425a68"), "compressed with bzip2; unpack it with bunzip2");
        BEGINNINGS.put(bytes("fd377a585a00"), "compressed with xz; unpack it with unxz");
        BEGINNINGS.put(bytes("504b0304"), "a ZIP archive; unpack it with unzip");
        BEGINNINGS.put(
                text("PAR1"),
                "a Parquet file; name the dataset duckdb instead of jsonl, which the plugin dataset-duckdb brings (reason4j plugins"
                        + " install), or write its rows as JSON lines");
        BEGINNINGS.put(text("ARROW1"), "an Arrow file; write its rows as JSON lines, one object per line");
        BEGINNINGS.put(text("SQLite format 3"), "an SQLite database; write its rows as JSON lines");
        BEGINNINGS.put(bytes("fffe"), "text in UTF-16; save it in UTF-8");
        BEGINNINGS.put(bytes("feff"), "text in UTF-16; save it in UTF-8");
    }

    private FileFormat() {}

    /**
     * Refuses a file of another format.
     *
     * @throws ConfigException with the format's name and what to do
     */
    static void refuseOther(Path file, byte[] content) {
        BEGINNINGS.forEach((beginning, found) -> {
            if (startsWith(content, beginning)) {
                throw new ConfigException(file + ": " + found + "; " + EXPECTED);
            }
        });
    }

    /** True for a file that is compressed with gzip. */
    static boolean isGzip(byte[] content) {
        return startsWith(content, GZIP);
    }

    /** What a line of JSON holds that is no object. */
    static String kind(String line) {
        char first = line.strip().charAt(0);
        return switch (first) {
            case '[' -> "a list";
            case '"' -> "a text";
            case 't', 'f' -> "true or false";
            default -> "a number";
        };
    }

    private static boolean startsWith(byte[] content, byte[] beginning) {
        return content.length >= beginning.length
                && Arrays.equals(content, 0, beginning.length, beginning, 0, beginning.length);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] text(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
