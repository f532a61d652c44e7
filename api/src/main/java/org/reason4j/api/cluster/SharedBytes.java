package org.reason4j.api.cluster;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/** Bytes that workers can ask for. */
@Extension
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface SharedBytes extends AutoCloseable {

    /** The number by which a {@link WorkerProgram} asks for the bytes; no other bytes of the same workers have it. */
    long id();

    /** Frees them; no later task asks for them. */
    @Override
    void close();
}
