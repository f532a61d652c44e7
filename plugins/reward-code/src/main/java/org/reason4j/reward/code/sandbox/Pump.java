package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The bytes that a process wrote, up to a bound, read by a thread of its own, since reading a pipe can't be interrupted.
 */
final class Pump implements Runnable {

    private static final int CHUNK = 1 << 16;

    private final InputStream stream;
    private final int most;
    private final Runnable onOverflow;
    private byte[] bytes = new byte[1024];
    private int start;
    private int end;
    private boolean ended;
    private boolean overflown;

    /**
     * Makes a pump.
     *
     * @param most bytes that may wait to be taken
     * @param onOverflow what to do, once, when there are more
     */
    Pump(InputStream stream, int most, Runnable onOverflow) {
        this.stream = stream;
        this.most = most;
        this.onOverflow = onOverflow;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[CHUNK];
        try (stream) {
            for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
                if (!add(chunk, count)) {
                    onOverflow.run();
                    break;
                }
            }
        } catch (IOException e) { // the process has ended, so there is nothing more to read
            end();
            return;
        }
        end();
    }

    private synchronized boolean add(byte[] chunk, int count) {
        if (end - start + count > most) {
            overflown = true;
            return false;
        }
        if (end + count > bytes.length) {
            bytes = Arrays.copyOf(
                    Arrays.copyOfRange(bytes, start, end), Math.max(bytes.length, (end - start + count) * 2));
            end -= start;
            start = 0;
        }
        System.arraycopy(chunk, 0, bytes, end, count);
        end += count;
        notifyAll();
        return true;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** True if more came than may wait. */
    synchronized boolean isOverflown() {
        return overflown;
    }

    /** The result of waiting for bytes. */
    enum Wait {
        FOUND,
        ENDED,
        LATE
    }

    /** Waits until at least that many bytes are there, the process has ended its output, or the time is over. */
    synchronized Wait awaitBytes(int count, long untilNanos) throws InterruptedException {
        while (end - start < count) {
            if (ended || overflown) {
                return Wait.ENDED;
            }
            if (!pause(untilNanos)) {
                return Wait.LATE;
            }
        }
        return Wait.FOUND;
    }

    /** Waits until the bytes {@code mark} are there; {@link #before} then takes what is before them. */
    synchronized Wait awaitMark(byte[] mark, long untilNanos) throws InterruptedException {
        int from = start;
        while (true) {
            int found = indexOf(mark, from);
            if (found >= 0) {
                return Wait.FOUND;
            }
            int searched = Math.max(start, end - mark.length + 1) - start;
            if (ended || overflown) {
                return Wait.ENDED;
            }
            if (!pause(untilNanos)) {
                return Wait.LATE;
            }
            from = start + searched;
        }
    }

    private boolean pause(long untilNanos) throws InterruptedException {
        long left = untilNanos - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        return true;
    }

    private int indexOf(byte[] mark, int from) {
        for (int i = from; i <= end - mark.length; i++) {
            if (Arrays.equals(bytes, i, i + mark.length, mark, 0, mark.length)) {
                return i;
            }
        }
        return -1;
    }

    /** Takes the bytes before a mark that is there, and the mark. */
    synchronized byte[] before(byte[] mark) {
        int found = indexOf(mark, start);
        if (found < 0) {
            throw new IllegalStateException("the mark is not there");
        }
        byte[] taken = Arrays.copyOfRange(bytes, start, found);
        start = found + mark.length;
        return taken;
    }

    /** Takes that many bytes, which are there. */
    synchronized byte[] take(int count) {
        if (end - start < count) {
            throw new IllegalStateException((end - start) + " bytes are there, not " + count);
        }
        byte[] taken = Arrays.copyOfRange(bytes, start, start + count);
        start += count;
        return taken;
    }

    /** All bytes that are there. */
    synchronized byte[] rest() {
        return Arrays.copyOfRange(bytes, start, end);
    }
}
