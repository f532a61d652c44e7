package org.reason4j.api.cluster;

import java.util.function.LongFunction;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/**
 * Does the tasks of a run in a worker process. An engine makes one per process, of the class that {@link WorkerSpec#program} names, by
 * its public constructor {@code (byte[] setup, java.nio.file.Path directory)}, with a class loader that has the files below {@code
 * lib/} and the JDK alone. Safe for use by several threads.
 *
 * <p>An engine whose own classes can't see this interface calls it by reflection: only types of the JDK stand in it.
 */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface WorkerProgram extends AutoCloseable {

    /**
     * Does a task. The result depends on the arguments alone.
     *
     * @param stage what is to be done
     * @param item what it is to be done with
     * @param shared bytes by {@link SharedBytes#id}
     * @throws Exception if it can't; the run ends with that message, after as many attempts as the engine makes
     */
    byte[] run(String stage, byte[] item, LongFunction<byte[]> shared) throws Exception;

    @Override
    void close();
}
