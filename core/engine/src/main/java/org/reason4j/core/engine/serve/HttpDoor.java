package org.reason4j.core.engine.serve;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server, with bounds on connections, threads and times. Each request has a thread until it is answered; an error of
 * any kind, also of the server's own, is answered in JSON.
 */
final class HttpDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final int PENDING_CONNECTIONS = 128;
    private static final int LONGEST_HEADERS = 1 << 14; // bytes

    /** Bytes; a long body arrives faster in large pieces. */
    private static final int INPUT_BUFFER = 1 << 16;

    /** Threads that accept and select. */
    private static final int OWN_THREADS = 8;

    /** While no further connection is accepted, idle ones are closed sooner. */
    private static final Duration CROWDED = Duration.ofSeconds(5);

    /** Answers requests, in any number of threads. */
    interface Answering {

        /**
         * Answers one request.
         *
         * @throws IOException if the client has gone
         */
        void answer(Request request, ResponseWriter response) throws ApiError, IOException, InterruptedException;
    }

    private final InetSocketAddress address;
    private final Server server;
    private final ServerConnector connector;
    private final ConnectionDeadlines deadlines;
    private final ScheduledExecutorService watch;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * Listens; connections wait until {@link #start}.
     *
     * @param advice what to do where the address can't be had
     * @throws ConfigException if the address is taken or does not belong to this machine
     */
    HttpDoor(ServerSettings settings, String advice) {
        ServerLimits limits = settings.limits();
        InetAddress bound = resolved(settings.host());
        server = new Server(threads(limits));
        server.setErrorHandler(HttpDoor::refuse);
        deadlines = new ConnectionDeadlines(limits);
        connector = connector(settings, bound);
        watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "serve-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        try {
            connector.open();
        } catch (IOException e) {
            throw new ConfigException(
                    "Can't listen at " + settings.host() + ":" + settings.port() + ": " + reason(e) + ". " + advice, e);
        }
        address = new InetSocketAddress(bound, connector.getLocalPort());
    }

    private static InetAddress resolved(String host) {
        InetSocketAddress address = new InetSocketAddress(host, 0);
        check(!address.isUnresolved(), "--host is '%s', which is no address that is known here", host);
        return address.getAddress();
    }

    private static String reason(IOException e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    private static QueuedThreadPool threads(ServerLimits limits) {
        QueuedThreadPool threads = new QueuedThreadPool(limits.connections() + OWN_THREADS, OWN_THREADS);
        threads.setName("serve");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        return threads;
    }

    private ServerConnector connector(ServerSettings settings, InetAddress bound) {
        ServerLimits limits = settings.limits();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LONGEST_HEADERS);
        http.setInputBufferSize(INPUT_BUFFER);
        http.setUriCompliance(UriCompliance.RFC3986); // a model's name may have an encoded slash
        ServerConnector made = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        made.setHost(bound.getHostAddress());
        made.setPort(settings.port());
        made.setAcceptQueueSize(PENDING_CONNECTIONS);
        made.setIdleTimeout(limits.client().toMillis());
        made.addBean(deadlines);
        NetworkConnectionLimit most = new NetworkConnectionLimit(limits.connections(), made);
        most.setEndPointIdleTimeout(Math.min(CROWDED.toMillis(), limits.client().toMillis()));
        server.addBean(most);
        server.addConnector(made);
        return made;
    }

    /** Address that it listens at. */
    InetSocketAddress address() {
        return address;
    }

    /**
     * Begins to answer.
     *
     * @param origins pages in browsers that may read the answers
     */
    void start(Answering answering, Set<String> origins) {
        Handler answers = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                HttpDoor.this.handle(answering, request, response, callback);
                return true;
            }
        };
        server.setHandler(origins.isEmpty() ? answers : shared(answers, origins));
        long period = Math.min(1000, connector.getIdleTimeout() / 4);
        watch.scheduleWithFixedDelay(deadlines::sweep, period, period, TimeUnit.MILLISECONDS);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP server can't start: " + e.getMessage(), e);
        }
    }

    private static Handler shared(Handler answers, Set<String> origins) {
        CrossOriginHandler shared = new CrossOriginHandler();
        shared.setAllowedOriginPatterns(origins.stream().map(Pattern::quote).collect(Collectors.toSet()));
        shared.setAllowedMethods(Set.of("GET", "POST"));
        shared.setAllowedHeaders(Set.of("Content-Type", "Authorization"));
        shared.setHandler(answers);
        return shared;
    }

    private void handle(Answering answering, Request request, Response response, Callback callback) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        open.incrementAndGet();
        try {
            deadlines.answering(connection);
            @Nullable IOException gone = null;
            try {
                answer(answering, request, new ResponseWriter(request, response));
            } catch (IOException e) {
                LOG.debug("The client {} has gone: {}", connection.getRemoteSocketAddress(), e.toString());
                gone = e;
            }
            deadlines.arriving(connection); // before the next request can
            if (gone == null) {
                callback.succeeded();
            } else {
                callback.failed(gone);
            }
        } finally {
            open.decrementAndGet();
        }
    }

    private static void answer(Answering answering, Request request, ResponseWriter response) throws IOException {
        try {
            answering.answer(request, response);
        } catch (ApiError e) {
            response.error(e);
        } catch (CancellationException e) {
            response.error(ApiError.closing());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.error(ApiError.closing());
        } catch (OutOfMemoryError e) { // of one request; the server goes on
            LOG.error("Out of memory while a request was answered", e);
            response.error(ApiError.outOfMemory());
        } catch (RuntimeException | Error e) {
            response.error(unexpected(e));
        }
    }

    private static ApiError unexpected(Throwable e) {
        if (e instanceof HttpException http && http.getCode() < 500) { // such as a chunk without a length
            return ApiError.ofStatus(http.getCode(), "The request can't be read: " + http.getReason());
        }
        LOG.error("A request could not be answered", e);
        return ApiError.broken("The request could not be answered: " + e.getMessage());
    }

    /** Answers what did not come to a handler, because it is no HTTP for instance. */
    private static boolean refuse(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String message = Objects.requireNonNullElseGet(reason, () -> HttpStatus.getMessage(status))
                .toString();
        if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof TimeoutException) {
            message = "The request has not arrived in time";
        }
        ApiError error = ApiError.ofStatus(status, ApiError.excerpt(message) + ".");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap((error.json() + "\n").getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    /** Number of requests that are being answered. */
    int open() {
        return open.get();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        try {
            server.stop();
            connector.close();
        } catch (Exception e) {
            LOG.warn(String.format(Locale.ROOT, "The HTTP server did not end well: %s", e));
        }
    }
}
