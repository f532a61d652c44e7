package org.reason4j.environment.mcp.server;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one server: one for each episode that calls it, or a pool for all episodes.
 *
 * <p>The first is opened at once and tells the tools. One that breaks fails its own call; the next call gets another.
 * Every process ends with {@link #close}, or with the JVM.
 */
public final class ServerPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerPool.class);
    private static final long KILLED_WITHIN_MILLIS = 5_000;

    private final ServerConfig config;
    private final Metrics metrics;
    private final Optional<String> key;
    private final ExecutorService threads;
    private final Semaphore free;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Thread lastResort = new Thread(() -> open.forEach(Connection::leaveNothing), "reason4j-exit-mcp");
    private final List<McpSchema.Tool> tools;
    private volatile boolean closed;

    /** A server within one episode, which makes one call at a time. */
    public interface Session extends AutoCloseable {

        /**
         * Calls a tool.
         *
         * @throws ServerFailure if the server failed, which says nothing about the call
         * @throws io.modelcontextprotocol.spec.McpError if it refuses the call
         */
        McpSchema.CallToolResult call(String tool, Map<String, Object> arguments)
                throws ServerFailure, InterruptedException;

        /** Ends the episode, without waiting for a process. */
        @Override
        default void close() {}
    }

    /**
     * Opens the first connection.
     *
     * @throws ConfigException if there is no such server, or it does not tell its tools
     */
    public ServerPool(ServerConfig config, Metrics metrics, Function<String, @Nullable String> variables) {
        this.config = config;
        this.metrics = metrics;
        key = key(config, variables);
        checkPassed(config, variables);
        free = new Semaphore(config.poolSize() == 0 ? Integer.MAX_VALUE : config.poolSize(), true);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "mcp " + config.name());
            thread.setDaemon(true);
            return thread;
        });
        Runtime.getRuntime().addShutdownHook(lastResort);
        tools = first();
    }

    private static Optional<String> key(ServerConfig config, Function<String, @Nullable String> variables) {
        String variable = config.apiKeyVariable();
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        String key = Optional.ofNullable(variables.apply(variable)).orElse("").strip();
        ConfigException.check(
                key.matches("[\\x21-\\x7e]+"),
                "mcp: apiKeyVariable of server '%s' names the environment variable %s, which is not set, or holds blanks or"
                        + " characters beyond ASCII, which no key has. Export it, or leave the setting out.",
                config.name(),
                variable);
        return Optional.of(key);
    }

    private static void checkPassed(ServerConfig config, Function<String, @Nullable String> variables) {
        for (String name : config.passEnvironment()) {
            ConfigException.check(
                    variables.apply(name) != null,
                    "mcp: passEnvironment of server '%s' names the environment variable %s, which is not set. Set it, or"
                            + " leave it out.",
                    config.name(),
                    name);
        }
    }

    private List<McpSchema.Tool> first() {
        try {
            Connection connection = Connection.open(config, key, threads);
            List<McpSchema.Tool> offered = begin(connection);
            idle.add(connection);
            return offered;
        } catch (IOException | ServerFailure e) {
            close();
            throw new ConfigException(
                    (e instanceof ServerFailure ? "" : config.described() + " can't be started: ") + e.getMessage()
                            + ". Correct it under environment.config.servers.",
                    e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + config.described() + " began", e);
        }
    }

    private List<McpSchema.Tool> begin(Connection connection) throws ServerFailure, InterruptedException {
        open.add(connection);
        connection.gone().thenRun(() -> open.remove(connection));
        if (closed) { // by another thread, which may have missed this connection
            connection.leaveNothing();
            throw new ServerFailure("the run has ended");
        }
        return connection.begin();
    }

    /** Tools that the server offers. */
    public List<McpSchema.Tool> tools() {
        return tools;
    }

    /** The server's settings. */
    public ServerConfig config() {
        return config;
    }

    /** Begins an episode; opens nothing before the first call. */
    public Session begin() {
        return config.poolSize() == 0 ? new Own() : this::callPooled;
    }

    /** Returns a connection: an idle one, or a new one. */
    private Connection connection() throws ServerFailure, InterruptedException {
        for (Connection waiting = idle.poll(); waiting != null; waiting = idle.poll()) {
            if (waiting.isAlive()) {
                return waiting;
            }
            forget(waiting);
        }
        try {
            Connection connection = Connection.open(config, key, threads);
            metrics.add("mcp/started", 1);
            begin(connection);
            return connection;
        } catch (IOException e) {
            throw new ServerFailure(config.described() + " can't be started: " + e.getMessage(), e);
        }
    }

    private void forget(Connection broken) {
        broken.close();
        open.remove(broken);
    }

    private McpSchema.CallToolResult callPooled(String tool, Map<String, Object> arguments)
            throws ServerFailure, InterruptedException {
        if (!free.tryAcquire(Math.round(config.deadlineSeconds() * 1000), TimeUnit.MILLISECONDS)) {
            throw new ServerFailure("All " + config.poolSize() + " connections to " + config.described()
                    + " were busy for " + config.deadlineSeconds() + " seconds; raise poolSize or deadlineSeconds");
        }
        try {
            Connection borrowed = connection();
            try {
                return borrowed.call(tool, arguments);
            } finally { // a refused call leaves the connection as it was, a failed one has closed it
                if (borrowed.isAlive()) {
                    idle.add(borrowed);
                } else {
                    open.remove(borrowed);
                }
            }
        } finally {
            free.release();
        }
    }

    /** One connection for all calls of an episode, from the first on. */
    private final class Own implements Session {

        private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
        private volatile boolean over;

        @Override
        public McpSchema.CallToolResult call(String tool, Map<String, Object> arguments)
                throws ServerFailure, InterruptedException {
            Connection own = connection.get();
            if (own == null) {
                own = connection();
                connection.set(own);
            }
            if (over) { // a late call must not leave a process behind
                close();
            }
            return own.call(tool, arguments);
        }

        @Override
        public void close() {
            over = true;
            Connection own = connection.getAndSet(null);
            if (own != null) {
                own.end().thenRun(() -> open.remove(own));
            }
        }
    }

    /** Ends all connections and waits for the exit of processes. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?> gone =
                CompletableFuture.allOf(open.stream().map(Connection::end).toArray(CompletableFuture<?>[]::new));
        try {
            gone.get(Math.round(config.graceSeconds() * 1000) + KILLED_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            open.forEach(Connection::leaveNothing);
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(config.described() + " can't be ended", e);
        } finally {
            threads.shutdownNow();
            forgetLastResort();
        }
    }

    private void forgetLastResort() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) { // the JVM is ending, and the hook repeats the work of close
            LOG.debug("{} ends with the JVM", config.described(), e);
        }
    }
}
