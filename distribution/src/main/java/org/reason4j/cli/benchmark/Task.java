package org.reason4j.cli.benchmark;

import org.reason4j.core.engine.model.LanguageModel;

/** A row of the suite, ready to be repeated. */
interface Task extends AutoCloseable {

    /** Does the work once. */
    Turn turn();

    /** The model that does it. */
    LanguageModel model();

    @Override
    void close();
}
