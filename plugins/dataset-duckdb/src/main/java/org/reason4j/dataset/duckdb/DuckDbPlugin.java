package org.reason4j.dataset.duckdb;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers files of tables as datasets. */
public final class DuckDbPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.dataset("duckdb", DuckDbConfig.DEFAULTS, DuckDbReader.class);
    }
}
