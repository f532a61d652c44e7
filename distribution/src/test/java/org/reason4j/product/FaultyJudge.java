package org.reason4j.product;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A judge behind a socket that treats every question in one way: new questions get the ways in turn, and a question that
 * comes again gets what it got before.
 */
final class FaultyJudge implements AutoCloseable {

    /** What becomes of a question. */
    enum Way {
        /** A whole answer. */
        YES,
        /** A whole answer, too. */
        NO,
        /** Not taken at first, and answered yes when it comes again. */
        RECOVERS,
        /** The answer begins and never ends. */
        HANGS,
        /** The connection ends without a word. */
        DROPS,
        /** The connection ends in the middle of the answer. */
        BREAKS_OFF,
        /** Status 429. */
        BUSY,
        /** Status 500. */
        BROKEN,
        /** Status 200 and no JSON. */
        GARBAGE,
        /** An answer that doesn't say how it ended. */
        UNFINISHED,
        /** A whole answer without a verdict. */
        UNDECIDED,
        /** Status 429 and the wish to be left alone for ten minutes. */
        FAR_TOO_BUSY
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Function<String, Way> chooser;
    private final Map<String, Way> ways = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Starts; the chooser decides about a question that is new. */
    FaultyJudge(Function<String, Way> chooser) throws IOException {
        this.chooser = chooser;
        start(this::accept);
    }

    /** Starts with a judge that takes these ways in turn. */
    static FaultyJudge inTurn(List<Way> turns) throws IOException {
        AtomicInteger next = new AtomicInteger();
        return new FaultyJudge(question -> turns.get(next.getAndIncrement() % turns.size()));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    /** The questions that were treated in one of these ways. */
    Set<String> questions(Way... some) {
        return ways.entrySet().stream()
                .filter(entry -> List.of(some).contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Number of requests that were treated in one of these ways. */
    int requests(Way... some) {
        return questions(some).stream()
                .mapToInt(question -> requests.get(question).get())
                .sum();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                start(() -> serve(connection));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            String question = JSON.readTree(body(connection.getInputStream()))
                    .at("/messages/0/content")
                    .asText();
            Way way = ways.computeIfAbsent(question, chooser);
            int earlier = requests.computeIfAbsent(question, any -> new AtomicInteger())
                    .getAndIncrement();
            answer(way, earlier, connection.getOutputStream());
        } catch (IOException e) {
            // the client has gone, as clients do whose time is up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String body(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int symbol = in.read(); symbol != '\n' && symbol >= 0; symbol = in.read()) {
            line.append((char) symbol);
        }
        return line.toString().strip();
    }

    private void answer(Way way, int earlier, OutputStream out) throws IOException, InterruptedException {
        String yes = completion("<verdict>yes</verdict>", "\"stop\"");
        switch (way) {
            case YES -> write(out, 200, "", yes);
            case NO -> write(out, 200, "", completion("<verdict>no</verdict>", "\"stop\""));
            case RECOVERS -> write(out, earlier % 2 == 0 ? 503 : 200, "", yes);
            case HANGS -> {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                closing.await(5, TimeUnit.MINUTES);
            }
            case DROPS -> {}
            case BREAKS_OFF ->
                out.write(response(200, "", yes).substring(0, 100).getBytes(StandardCharsets.US_ASCII));
            case BUSY -> write(out, 429, "", "later");
            case BROKEN -> write(out, 500, "", "oops");
            case GARBAGE -> write(out, 200, "", "]]]");
            case UNFINISHED -> write(out, 200, "", completion("<verdict>yes</verdict>", "null"));
            case UNDECIDED -> write(out, 200, "", completion("who knows", "\"stop\""));
            case FAR_TOO_BUSY -> write(out, 429, "Retry-After: 600\r\n", "later");
        }
    }

    private static String completion(String text, String finishReason) {
        return "{\"choices\": [{\"index\": 0, \"message\": {\"role\": \"assistant\", \"content\": \"" + text
                + "\"}, \"finish_reason\": " + finishReason + "}]}";
    }

    private static void write(OutputStream out, int status, String headers, String body) throws IOException {
        out.write(response(status, headers, body).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String response(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Whatever\r\n" + headers + "Content-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "faulty-judge");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        socket.close();
    }
}
