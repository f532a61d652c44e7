/** Queries: executed on SQLite within limits, and their rows compared. */
@NullMarked
package org.reason4j.reward.structured.sql;

import org.jspecify.annotations.NullMarked;
