package org.reason4j.environment.mcp.server;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** A session with a server, in a process of its own or at an address. One call at a time; a failure ends it. */
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** For the last message of a process that has ended to be read. */
    private static final long LAST_MESSAGE_MILLIS = 500;

    static final McpJsonMapper JSON = new JacksonMcpJsonMapper(JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build());

    private final ServerConfig config;
    private final Optional<String> key;
    private final Optional<ServerProcess> process;
    private final CompletableFuture<IOException> broken;
    private final McpAsyncClient client;
    private volatile boolean closed;

    private Connection(
            ServerConfig config,
            Optional<String> key,
            Optional<ServerProcess> process,
            CompletableFuture<IOException> broken,
            McpClientTransport transport) {
        this.config = config;
        this.key = key;
        this.process = process;
        this.broken = broken;
        client = McpClient.async(transport)
                .clientInfo(McpSchema.Implementation.builder("reason4j", "1").build())
                .requestTimeout(seconds(config.deadlineSeconds()))
                .initializationTimeout(seconds(config.startSeconds()))
                .jsonSchemaValidator(
                        (schema, value) -> ValidationResponse.asValid("")) // results are text to the policy
                .build();
    }

    /** Starts a process, or prepares to ask the address. */
    static Connection open(ServerConfig config, Optional<String> key, ExecutorService threads) throws IOException {
        if (config.command().isEmpty()) {
            return new Connection(config, key, Optional.empty(), new CompletableFuture<>(), overHttp(config, key));
        }
        ServerProcess process = new ServerProcess(config, threads);
        StdioTransport transport = new StdioTransport(process, JSON, threads);
        return new Connection(config, key, Optional.of(process), transport.broken(), transport);
    }

    private static McpClientTransport overHttp(ServerConfig config, Optional<String> key) {
        URI address = URI.create(config.url().strip());
        String base = address.getScheme() + "://" + address.getRawAuthority();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder();
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return HttpClientStreamableHttpTransport.builder(base)
                .endpoint((address.getRawPath().isEmpty() ? "/" : address.getRawPath()) + query)
                .jsonMapper(JSON)
                .requestBuilder(request)
                .customizeClient(client -> client.version(HttpClient.Version.HTTP_1_1)) // see HttpReward's reasons
                .connectTimeout(seconds(config.startSeconds()))
                .build();
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** Greets the server and returns its tools. */
    List<McpSchema.Tool> begin() throws ServerFailure, InterruptedException {
        try {
            await(client.initialize(), config.startSeconds(), "greet");
            return await(client.listTools(), config.startSeconds(), "list its tools")
                    .tools();
        } catch (McpError e) {
            close();
            throw new ServerFailure(config.described() + " refused to begin: " + hidden(e.getMessage()), e);
        }
    }

    /**
     * Calls a tool.
     *
     * @throws McpError if the server refuses the call
     */
    McpSchema.CallToolResult call(String tool, Map<String, Object> arguments)
            throws ServerFailure, InterruptedException {
        return await(
                client.callTool(McpSchema.CallToolRequest.builder(tool)
                        .arguments(arguments)
                        .build()),
                config.deadlineSeconds(),
                "answer");
    }

    private <T> T await(Mono<T> asked, double deadlineSeconds, String what) throws ServerFailure, InterruptedException {
        CompletableFuture<T> answer = asked.toFuture();
        try {
            CompletableFuture<?> ended = process.isPresent() ? process.get().ended() : new CompletableFuture<Process>();
            CompletableFuture.anyOf(answer, ended, broken)
                    .get(Math.max(1, Math.round(deadlineSeconds * 1000)), TimeUnit.MILLISECONDS);
            return answer.get(answer.isDone() ? 0 : LAST_MESSAGE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            close();
            throw e;
        } catch (TimeoutException e) {
            throw isOver() ? ended(e) : late(deadlineSeconds, what, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof McpError refusal) {
                throw refusal;
            }
            throw isTimeout(cause) ? late(deadlineSeconds, what, cause) : isOver() ? ended(cause) : broke(cause);
        } finally {
            answer.cancel(true);
        }
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof TimeoutException || cause.getCause() instanceof TimeoutException;
    }

    private boolean isOver() {
        return broken.isDone() || process.map(each -> !each.isAlive()).orElse(false);
    }

    private ServerFailure late(double deadlineSeconds, String what, Throwable cause) throws InterruptedException {
        close();
        return new ServerFailure(
                config.described() + " did not " + what + " within " + deadlineSeconds + " seconds"
                        + (process.isPresent() ? " and was killed" + lastWords() : ""),
                cause);
    }

    private ServerFailure ended(Throwable cause) throws InterruptedException {
        @Nullable IOException reason = broken.getNow(null);
        boolean byItself = reason == null || reason instanceof EOFException;
        boolean exited = byItself && process.isPresent() && process.get().exitsWithin(config.graceSeconds());
        close();
        String what = exited
                ? " ended with exit code " + process.orElseThrow().exitValue() + " before it answered"
                : byItself ? " ended before it answered" : " was killed: " + reason.getMessage();
        return new ServerFailure(config.described() + what + lastWords(), cause);
    }

    private ServerFailure broke(Throwable cause) throws InterruptedException {
        close();
        return new ServerFailure(
                config.described() + " can't be talked to: " + hidden(cause.toString()) + lastWords(), cause);
    }

    private String lastWords() throws InterruptedException {
        return process.isPresent() ? process.get().lastWords() : "";
    }

    private String hidden(@Nullable String text) {
        String shown = String.valueOf(text);
        return key.map(secret -> shown.replace(secret, "(the key)")).orElse(shown);
    }

    boolean isAlive() {
        return !closed && !isOver();
    }

    /** Kills the process; leaves the session at an address without waiting for its end. */
    void close() {
        closed = true;
        process.ifPresent(ServerProcess::kill);
        leave();
    }

    private void leave() {
        client.closeGracefully()
                .timeout(seconds(Math.max(1, config.graceSeconds())))
                .subscribe(
                        nothing -> {},
                        problem -> LOG.debug("{} could not be told the end of a session", config.described(), problem));
    }

    /** Asks for the end; completes when nothing is left. */
    CompletableFuture<?> end() {
        closed = true;
        leave();
        return process.<CompletableFuture<?>>map(ServerProcess::end).orElse(CompletableFuture.completedFuture(true));
    }

    /** Kills the process and all that it started, and deletes its directory. */
    void leaveNothing() {
        process.ifPresent(ServerProcess::leaveNothing);
    }

    /** Completes when the process is gone; never for one at an address. */
    CompletableFuture<?> gone() {
        return process.<CompletableFuture<?>>map(ServerProcess::gone).orElse(new CompletableFuture<Process>());
    }
}
