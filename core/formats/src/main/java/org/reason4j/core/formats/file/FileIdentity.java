package org.reason4j.core.formats.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file or directory as it was found at a path, to be told from another one that is there later. */
public final class FileIdentity {

    private final Path path;
    private final Object key;

    private FileIdentity(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    /** Remembers what is at a path. */
    public static FileIdentity of(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        return new FileIdentity(absolute, key(attributes(absolute)));
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    /** Device and inode; where the system has none, the time of creation. */
    private static Object key(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }

    /**
     * Checks that the path leads to what it led to before.
     *
     * @throws FileSystemException with a reason that says what is there instead
     */
    public void requireSame() throws IOException {
        found();
    }

    /**
     * Checks that the path leads to the file that it led to before, and that it has grown by nobody else.
     *
     * @param size number of bytes that it must have
     * @throws FileSystemException with a reason that says what is there instead
     */
    public void requireSame(long size) throws IOException {
        long found = found().size();
        if (found != size) {
            throw changed("it has " + found + " bytes instead of " + size + ", so another program wrote to it");
        }
    }

    private BasicFileAttributes found() throws IOException {
        try {
            BasicFileAttributes found = attributes(path);
            if (!key(found).equals(key)) {
                throw changed("another one is in its place, so it was moved or removed");
            }
            return found;
        } catch (NoSuchFileException e) {
            throw changed("it is not there any more, so it was moved or removed");
        }
    }

    private FileSystemException changed(String reason) {
        return new FileSystemException(path.toString(), null, reason + " during the run");
    }
}
