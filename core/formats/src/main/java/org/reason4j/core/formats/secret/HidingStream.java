package org.reason4j.core.formats.secret;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Collects lines and writes them without secrets; a flush writes what there is of a line. */
final class HidingStream extends OutputStream {

    private final OutputStream target;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    HidingStream(OutputStream target) {
        this.target = target;
    }

    @Override
    public synchronized void write(int next) throws IOException {
        line.write(next);
        if (next == '\n') {
            flush();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        line.write(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                flush();
                return;
            }
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        byte[] text = line.toByteArray();
        line.reset();
        target.write(Secrets.hide(text));
        target.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        flush();
        target.close();
    }
}
