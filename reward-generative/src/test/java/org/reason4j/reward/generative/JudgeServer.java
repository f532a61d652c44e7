package org.reason4j.reward.generative;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server on this machine that answers as it is told, down to single bytes. */
public final class JudgeServer implements AutoCloseable {

    /** Answers one request; the connection ends after it. */
    @FunctionalInterface
    public interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** A received request. */
    public record Received(List<String> headers, String body) {}

    private final ServerSocket socket;
    private final Function<String, Answer> usual;
    private final Queue<Answer> first = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Starts; {@code usual} chooses an answer by the request's body. */
    public JudgeServer(Function<String, Answer> usual) throws IOException {
        this.usual = usual;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Answers the next requests like this, one after the other. */
    public JudgeServer first(Answer... answers) {
        first.addAll(List.of(answers));
        return this;
    }

    public List<Received> received() {
        return received;
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    public static Answer status(int status, String body, String... headers) {
        String head = "HTTP/1.1 " + status + " Whatever\r\n" + lines(headers) + "Content-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n";
        return out -> out.write((head + body).getBytes(StandardCharsets.US_ASCII));
    }

    /** A whole answer with this text. */
    public static Answer says(String text) {
        return status(200, completion(text, "\"stop\""));
    }

    public static String completion(String text, String finishReason) {
        return "{\"choices\": [{\"index\": 0, \"message\": {\"role\": \"assistant\", \"content\": \""
                + text.replace("\"", "\\\"") + "\"}, \"finish_reason\": " + finishReason + "}]}";
    }

    /** Says how much is coming and ends the connection in the middle of it. */
    public static Answer breaksOff(String text) {
        String body = completion(text, "\"stop\"");
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return out -> out.write((head + body.substring(0, body.length() / 2)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Ends the connection without a word. */
    public static Answer silent() {
        return out -> {};
    }

    /** Begins an answer and then says nothing until the server closes. */
    public Answer hangs() {
        return out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            closing.await(60, TimeUnit.SECONDS);
        };
    }

    private static String lines(String... headers) {
        return String.join(
                "", List.of(headers).stream().map(line -> line + "\r\n").toList());
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
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            List<String> headers = new CopyOnWriteArrayList<>();
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                headers.add(line);
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            StringBuilder body = new StringBuilder();
            while (body.length() < length) {
                body.append((char) in.read());
            }
            received.add(new Received(headers, body.toString()));
            Answer answer = first.poll();
            OutputStream out = connection.getOutputStream();
            (answer == null ? usual.apply(body.toString()) : answer).write(out);
            out.flush();
        } catch (IOException e) {
            // the client has gone, as clients do whose time is up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "judge-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        socket.close();
    }
}
