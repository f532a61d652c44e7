package org.reason4j.trackers.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.plugin.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /metrics} and nothing else, one connection at a time, each of which is closed after its answer or after five
 * seconds, whatever the client does. On a loopback address it is asked by names of this machine alone, so that no web page reads
 * the metrics under a name of its own.
 */
final class ScrapeServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScrapeServer.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final Pattern HOST = Pattern.compile("(?im)^host:[ \t]*([^\r\n]*?)[ \t]*\r?$");
    private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.[0-9.]+|\\[::1])(:\\d+)?");

    private final ServerSocket socket;
    private final boolean loopback;
    private final Supplier<String> metrics;
    private final Duration deadline;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "prometheus-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    ScrapeServer(String host, int port, Supplier<String> metrics) {
        this(host, port, metrics, DEADLINE);
    }

    ScrapeServer(String host, int port, Supplier<String> metrics, Duration deadline) {
        this.metrics = metrics;
        this.deadline = deadline;
        try {
            InetAddress address = InetAddress.getByName(host);
            loopback = address.isLoopbackAddress();
            socket = new ServerSocket();
            socket.bind(new InetSocketAddress(address, port), 16);
        } catch (IOException e) {
            deadlines.shutdownNow();
            throw new ConfigException(
                    "trackers: prometheus can't listen at " + host + ":" + port + ": " + e.getMessage()
                            + ". Another run may do so already: set prometheus.port to another one, or to 0 for any that is free.",
                    e);
        }
        Thread thread = new Thread(this::serve, "prometheus");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                ScheduledFuture<?> late =
                        deadlines.schedule(() -> closed(client), deadline.toMillis(), TimeUnit.MILLISECONDS);
                try {
                    answer(client);
                } finally {
                    late.cancel(false);
                }
            } catch (IOException | RuntimeException e) { // a client that left or was late, or the end of this server
                LOG.debug("No answer to a request for metrics: {}", e.toString());
            }
        }
    }

    private static void closed(Socket client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("A late client's connection can't be closed: {}", e.toString());
        }
    }

    private void answer(Socket client) throws IOException {
        String head = head(client.getInputStream());
        String[] words = head.split("[ \r\n]", 3);
        boolean get = words[0].equals("GET");
        if (!get && !words[0].equals("HEAD")) {
            write(client, "405 Method Not Allowed\r\nAllow: GET, HEAD", "Only GET is answered.\n", true);
        } else if (loopback && !isLocal(head)) {
            write(client, "403 Forbidden", "Ask for localhost or 127.0.0.1.\n", get);
        } else if (words.length > 1 && words[1].replaceFirst("\\?.*", "").equals("/metrics")) {
            write(client, "200 OK", metrics.get(), get);
        } else {
            write(client, "404 Not Found", "The metrics are at /metrics.\n", get);
        }
    }

    private static boolean isLocal(String head) {
        Matcher host = HOST.matcher(head);
        return host.find()
                && LOCAL.matcher(host.group(1).toLowerCase(Locale.ROOT)).matches();
    }

    /** Request line and headers; a request for metrics has no body. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        while (head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("half a request");
            }
            if (next == '\n' && last == '\n') {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            if (next != '\r') {
                last = next;
            }
            head.write(next);
        }
        throw new IOException("a request with more than " + LONGEST_HEAD + " bytes of headers");
    }

    private static void write(Socket client, String status, String text, boolean body) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: " + Exposition.CONTENT_TYPE + "\r\nContent-Length: "
                + bytes.length + "\r\nConnection: close\r\n\r\n";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        if (body) {
            answer.writeBytes(bytes);
        }
        client.getOutputStream().write(answer.toByteArray());
        client.getOutputStream().flush();
        client.shutdownOutput();
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("The server of metrics can't be closed: {}", e.toString());
        }
    }
}
