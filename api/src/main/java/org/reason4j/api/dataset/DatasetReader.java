package org.reason4j.api.dataset;

import java.util.List;

/** A source of examples: a file format, or a generator of problems with a seed. */
@FunctionalInterface
public interface DatasetReader {

    /**
     * Returns all examples, in an order that never changes.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the source can't be read; the message names file and line
     */
    List<Example> read();
}
