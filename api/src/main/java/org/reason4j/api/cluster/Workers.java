package org.reason4j.api.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/**
 * Worker processes of a run, each with a {@link WorkerProgram}. A task is done at least once: where a process is lost, another one
 * does its tasks. The same task has the same result wherever it is done and however often. Safe for use by several threads.
 */
@Extension
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface Workers extends AutoCloseable {

    /** Number of tasks that are done at a time, at least 1, as far as it is known now. */
    int slots();

    /** Offers bytes to all workers, each of which fetches them when its program asks for them first. */
    SharedBytes share(byte[] bytes);

    /**
     * Hands in a task and returns at once.
     *
     * @param stage what is to be done
     * @param item what it is to be done with
     * @param shared what the program may ask for meanwhile
     * @return the program's result; completes exceptionally if the program threw, or no worker is left that could do it. A cancelled
     *     future may end the task
     */
    CompletableFuture<byte[]> submit(String stage, byte[] item, List<SharedBytes> shared);

    /** Ends the programs; tasks that are still open complete exceptionally. */
    @Override
    void close();
}
