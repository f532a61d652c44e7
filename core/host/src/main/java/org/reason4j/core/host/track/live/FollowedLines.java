package org.reason4j.core.host.track.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.reason4j.core.host.track.StepFile;

/**
 * A file of JSON lines that grows. Each line is read once, when its end is there; of a file that was replaced, because a run
 * went back to a checkpoint for instance, all lines are read again.
 */
final class FollowedLines {

    /** Bytes before the place that was read up to, by which a file is known again. */
    private static final int MARK = 256;

    private static final int CHUNK = 1 << 22;

    private final Path file;
    private final long tail;
    private long offset;
    private byte[] mark = new byte[0];

    /**
     * Prepares to read.
     *
     * @param tail bytes at the end of the file that are enough at first
     */
    FollowedLines(Path file, long tail) {
        this.file = file;
        this.tail = tail;
    }

    /**
     * Reads what is new.
     *
     * @param anew called first where earlier lines count no more
     * @param line called for each line
     */
    void read(Runnable anew, Consumer<JsonNode> line) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (!isKnown(channel)) {
                anew.run();
                offset = Math.max(0, channel.size() - tail);
                mark = new byte[0];
                offset += offset > 0 ? lengthOfLine(channel) : 0;
            }
            long before;
            do {
                before = offset;
                lines(channel, line);
            } while (offset > before);
        } catch (NoSuchFileException e) { // not yet
            anew.run();
            offset = 0;
            mark = new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    /** True if what was read last still stands where it stood. */
    private boolean isKnown(SeekableByteChannel channel) throws IOException {
        return offset > 0
                && channel.size() >= offset
                && Arrays.equals(mark, bytes(channel, offset - mark.length, mark.length));
    }

    /** Bytes up to the end of the line that the tail begins in; all where that has none. */
    private int lengthOfLine(SeekableByteChannel channel) throws IOException {
        byte[] found = bytes(channel, offset, (int) Math.min(CHUNK, channel.size() - offset));
        int at = 0;
        while (at < found.length && found[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, found.length);
    }

    private void lines(SeekableByteChannel channel, Consumer<JsonNode> line) throws IOException {
        int size = CHUNK;
        byte[] found = bytes(channel, offset, size);
        int end = lastEnd(found);
        while (end == 0 && found.length == size && size < Integer.MAX_VALUE / 4) { // a line that is longer
            size *= 2;
            found = bytes(channel, offset, size);
            end = lastEnd(found);
        }
        if (end == 0) {
            return;
        }
        mark = Arrays.copyOfRange(found, Math.max(0, end - MARK), end);
        offset += end;
        for (String text : new String(found, 0, end, StandardCharsets.UTF_8).split("\n")) {
            line.accept(StepFile.parse(text)
                    .orElseThrow(() -> new IllegalStateException("A line of " + file
                            + " is not a JSON object with a step. Remove the line or move the file away.")));
        }
    }

    private static int lastEnd(byte[] found) {
        int end = found.length;
        while (end > 0 && found[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static byte[] bytes(SeekableByteChannel channel, long from, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(most, channel.size() - from)));
        channel.position(from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until it is full, or the file ends
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
