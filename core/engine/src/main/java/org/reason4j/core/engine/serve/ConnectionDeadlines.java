package org.reason4j.core.engine.serve;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * Closes connections whose request or answer takes too long as a whole. The server's own idle timeout restarts with every
 * byte, so a client that sends or takes a byte now and then would never meet it.
 */
final class ConnectionDeadlines implements Connection.Listener {

    private final Map<EndPoint, Long> ends = new ConcurrentHashMap<>(); // System.nanoTime
    private final long arrival;
    private final long answer;

    ConnectionDeadlines(ServerLimits limits) {
        arrival = limits.client().toNanos();
        answer = limits.answer().plus(limits.client().multipliedBy(3)).toNanos(); // with the arrival of its body
    }

    @Override
    public void onOpened(Connection connection) {
        arriving(connection.getEndPoint());
    }

    @Override
    public void onClosed(Connection connection) {
        ends.remove(connection.getEndPoint());
    }

    /** The next request's headers must arrive in time. */
    void arriving(EndPoint connection) {
        ends.put(connection, System.nanoTime() + arrival);
    }

    /** The answer must have been taken in time. */
    void answering(EndPoint connection) {
        ends.put(connection, System.nanoTime() + answer);
    }

    /** Closes what is late. */
    void sweep() {
        long now = System.nanoTime();
        ends.forEach((connection, end) -> {
            if (now - end > 0 && ends.remove(connection, end)) {
                connection.close(new TimeoutException("the client took too long"));
            }
        });
    }
}
