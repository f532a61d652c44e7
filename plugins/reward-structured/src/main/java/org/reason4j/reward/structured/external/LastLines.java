package org.reason4j.reward.structured.external;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a stream to its end, so that its writer never waits, and keeps what came last. */
final class LastLines implements Runnable {

    private static final int KEPT = 2000;

    private final InputStream stream;
    private byte[] last = new byte[0];

    LastLines(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[4096];
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            // its writer was killed, so there is nothing more to read
            keep(buffer, 0);
        }
    }

    private synchronized void keep(byte[] bytes, int count) {
        byte[] all = Arrays.copyOf(last, last.length + count);
        System.arraycopy(bytes, 0, all, last.length, count);
        last = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
    }

    /** What was written last, as the end of a sentence. */
    synchronized String told() {
        String text = new String(last, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? ". It wrote nothing on stderr" : ". Last on its stderr:\n" + text;
    }
}
