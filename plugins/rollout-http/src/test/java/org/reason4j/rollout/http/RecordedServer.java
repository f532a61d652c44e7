package org.reason4j.rollout.http;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;

/** Answers as a server was recorded to: a test double of servers that need a device. */
final class RecordedServer implements AutoCloseable {

    /** An answer. */
    record Answer(int status, String body) {

        static Answer of(String body) {
            return new Answer(200, body);
        }
    }

    /** Answers a request. */
    interface Behaviour {
        Answer to(String path, JsonObject body);
    }

    /** A request that came. */
    record Asked(String path, JsonObject body) {}

    private final HttpServer server;
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Behaviour behaviour;

    RecordedServer(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "recorded");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonObject body =
                sent.isEmpty() ? new JsonObject() : JsonParser.parseString(sent).getAsJsonObject();
        String path = exchange.getRequestURI().toString();
        asked.add(new Asked(path, body));
        Answer answer = behaviour.to(path, body);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Behaves otherwise from now on. */
    void behave(Behaviour other) {
        behaviour = other;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Paths of all requests so far, without their questions. */
    List<String> paths() {
        return List.copyOf(asked).stream().map(Asked::path).toList();
    }

    /** The last request for a path. */
    JsonObject last(String path) {
        List<Asked> all = List.copyOf(asked).stream()
                .filter(one -> one.path().equals(path))
                .toList();
        return all.get(all.size() - 1).body();
    }

    /** A recorded text, with what differs between its answers filled in. */
    static String recorded(String name, String model, double logprob) {
        try (var in = Objects.requireNonNull(RecordedServer.class.getResourceAsStream("/recorded/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@MODEL@", model)
                    .replace("@LOGPROB@", String.valueOf(logprob));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
