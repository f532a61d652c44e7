/**
 * Files of tables as datasets: Parquet, CSV and JSON, read by DuckDB within this process, without a connection. Choose it for
 * files that the built-in reader {@code jsonl} does not read, and where columns must be chosen or changed.
 */
@NullMarked
package org.reason4j.dataset.duckdb;

import org.jspecify.annotations.NullMarked;
