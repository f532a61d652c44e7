package org.reason4j.core.formats.file;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.reason4j.api.plugin.ConfigException;

/** Files of tensors, which stay closed between the reading of their beginning and that of each slice. */
public final class MappedFile {

    /** Reads what is needed of an open file. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(FileChannel channel) throws IOException;
    }

    private MappedFile() {}

    /**
     * Opens a file, reads of it and closes it.
     *
     * @throws ConfigException if there is none or it can't be read
     */
    public static <T> T read(Path file, Reading<T> reading) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return reading.of(channel);
        } catch (NoSuchFileException e) {
            throw new ConfigException("No file " + file, e);
        } catch (IOException e) {
            throw ModelFiles.cannotRead(file, e);
        }
    }

    /**
     * Maps bytes of a file that it had when its beginning was read, little-endian.
     *
     * @throws ConfigException if they are gone or can't be read
     */
    public static ByteBuffer slice(Path file, long start, long bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            check(
                    channel.size() >= start + bytes,
                    "%s shrank to %s bytes since it was opened. Start again.",
                    file,
                    channel.size());
            return channel.map(FileChannel.MapMode.READ_ONLY, start, bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw ModelFiles.cannotRead(file, e);
        }
    }
}
