package org.reason4j.api.cluster;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/** A connection to a cluster, whose processes do tasks of runs. */
@Extension
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface ClusterEngine extends AutoCloseable {

    /**
     * Opens workers for a run; connects first where this is the first call.
     *
     * @throws Exception if the cluster can't be reached or gives no worker in time; the run ends with that message
     */
    Workers open(WorkerSpec spec) throws Exception;

    /** Disconnects; workers of this engine end. */
    @Override
    default void close() {}
}
