package org.reason4j.api.dataset;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/** A source of examples: a file format, or a generator of problems with a seed. */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface DatasetReader {

    /**
     * Returns all examples, in an order that never changes.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the source can't be read; the message names file and line
     */
    List<Example> read();
}
