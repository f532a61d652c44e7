package org.reason4j.api.track;

import java.nio.file.Path;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** Facts about the run: a service for any component. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface RunInfo {

    /** Name of the run, such as the recipe's file without its ending. */
    String name();

    /** Directory of the run's files. A component writes below {@code plugins/NAME} of it. */
    Path directory();

    /** Number of steps of reinforcement learning. */
    int steps();

    /** Key of all randomness. */
    long seed();

    /** The resolved recipe as YAML, with every default. */
    String recipe();
}
