package org.reason4j.core.engine.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads bodies of requests: each of a bounded size and in a bounded time, and all of them together in bounded memory. */
final class RequestBodies {

    /** Bodies of full size that may be in memory together. */
    private static final int TOGETHER = 16;

    /** Bytes of a refused body that are read and dropped, in full bodies: a client sees the refusal once it has sent all. */
    private static final int DISCARDED = 16;

    private static final int PIECE = 1 << 14;

    private final int most;
    private final Duration longest;
    private final Semaphore room;

    RequestBodies(ServerLimits limits) {
        most = limits.bodyBytes();
        longest = limits.client();
        room = new Semaphore((int) Math.min(Integer.MAX_VALUE, (long) TOGETHER * most));
    }

    /** The bytes of one body, which count as used memory until it is closed. */
    final class Body implements AutoCloseable {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int held;

        private Body() {}

        byte[] bytes() {
            return bytes.toByteArray();
        }

        private void add(byte[] piece, int length) throws ApiError {
            if (!room.tryAcquire(length)) {
                throw ApiError.busy("Too many bytes of requests are arriving at the same time; try again later.");
            }
            held += length;
            bytes.write(piece, 0, length);
        }

        @Override
        public void close() {
            room.release(held);
            held = 0;
        }
    }

    /**
     * Reads a body to its end.
     *
     * @throws ApiError if it is too large, or arrives too slowly
     * @throws IOException if the client has gone
     */
    Body read(Request request) throws ApiError, IOException {
        long end = System.nanoTime() + longest.toNanos();
        InputStream in = Content.Source.asInputStream(request);
        if (request.getLength() > most) {
            if (!request.getHeaders().contains(HttpHeader.EXPECT)) { // such a client waits before it sends
                discard(in, end);
            }
            throw ApiError.tooLarge(most);
        }
        Body body = new Body();
        try {
            fill(body, in, end);
            return body;
        } catch (IOException e) {
            body.close();
            if (e.getCause() instanceof TimeoutException) { // of an idle connection
                throw tooSlow();
            }
            throw e;
        } catch (ApiError | RuntimeException | Error e) {
            body.close();
            throw e;
        }
    }

    private ApiError tooSlow() {
        return ApiError.tooSlow("The request has not arrived within " + longest.toSeconds() + " seconds.");
    }

    private void fill(Body body, InputStream in, long end) throws ApiError, IOException {
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            if (body.bytes.size() + length > most) {
                discard(in, end);
                throw ApiError.tooLarge(most);
            }
            body.add(piece, length);
            if (System.nanoTime() - end > 0) {
                throw tooSlow();
            }
        }
    }

    private void discard(InputStream in, long end) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = (long) DISCARDED * most;
        for (int length = in.read(piece); length >= 0 && left > 0; length = in.read(piece)) {
            left -= length;
            if (System.nanoTime() - end > 0) {
                return;
            }
        }
    }
}
