package org.reason4j.environment.mcp.server;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Messages over the standard streams of a process, one JSON object a line. A line that is none ends the process.
 *
 * <p>The SDK's own transport gives a server the whole environment of this process and leaves a server's children behind.
 */
final class StdioTransport implements McpClientTransport {

    private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

    private final ServerProcess process;
    private final McpJsonMapper json;
    private final ExecutorService threads;
    private final CompletableFuture<IOException> broken = new CompletableFuture<>();

    StdioTransport(ServerProcess process, McpJsonMapper json, ExecutorService threads) {
        this.process = process;
        this.json = json;
        this.threads = threads;
    }

    /** Completes with the reason when no further message can come. */
    CompletableFuture<IOException> broken() {
        return broken;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> {
            Future<?> reading = threads.submit(() -> read(handler));
            LOG.trace("reading messages, cancelled: {}", reading.isCancelled());
        });
    }

    private void read(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try {
            while (true) {
                String line = process.read();
                if (!line.isBlank()) {
                    handler.apply(Mono.just(message(line))).block();
                }
            }
        } catch (EOFException e) { // it has ended, or is about to: its exit code tells more
            broken.complete(e);
        } catch (IOException e) {
            end(e);
        } catch (RuntimeException e) { // of the SDK, about a message that it can't take
            end(new IOException("it wrote a message that can't be taken: " + e.getMessage(), e));
        }
    }

    private void end(IOException reason) {
        broken.complete(reason);
        process.kill();
    }

    private JSONRPCMessage message(String line) throws IOException {
        try {
            return McpSchema.deserializeJsonRpcMessage(json, line);
        } catch (IOException | IllegalArgumentException e) {
            String start = line.length() > 200 ? line.substring(0, 200) + "..." : line;
            throw new IOException("it wrote a line that is no message of the protocol: '" + start + "'", e);
        }
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromFuture(() -> CompletableFuture.runAsync(() -> write(message), threads));
    }

    private void write(JSONRPCMessage message) {
        try {
            process.write(json.writeValueAsString(message));
        } catch (IOException e) {
            throw new UncheckedIOException("its input is closed", e);
        }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    /** Does nothing: who started the process ends it. */
    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }
}
