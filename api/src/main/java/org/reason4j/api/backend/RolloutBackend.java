package org.reason4j.api.backend;

import java.util.concurrent.CompletableFuture;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/**
 * Writes sequences of tokens with the policy's weights: in this process, on a server, on a cluster.
 *
 * <p>Core turns responses, plans that branch, and turns with an environment into single requests, so that all of them work
 * on any backend. {@link #generate} is called from one thread at a time and returns at once; futures may complete on any thread, in
 * any order. {@link #update} is called between batches, while no request is open.
 */
@Extension
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface RolloutBackend extends AutoCloseable {

    /** Returns the abilities of this backend. Asked for once, before the first request. */
    Capabilities capabilities();

    /**
     * Takes over new weights; blocks until every later request is written with them.
     *
     * @throws Exception if it can't; the run ends with that message
     */
    void update(PolicyWeights weights) throws Exception;

    /**
     * Continues a sequence of tokens. The future completes exceptionally if the sequence can't be written; the run ends with
     * that message. A cancelled future frees what the request holds.
     */
    CompletableFuture<Generation> generate(GenerationRequest request);

    /** Releases what the backend holds. */
    @Override
    default void close() {}
}
