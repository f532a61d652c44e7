package org.reason4j.reward.structured.sql;

import java.time.Duration;

/**
 * What one query may take up.
 *
 * @param time until its last row
 * @param steps instructions of SQLite's virtual machine, which are the same on every machine
 * @param rows rows of its result
 * @param space bytes of temporary files, into which SQLite puts what it sorts and gathers
 */
record QueryLimits(Duration time, long steps, int rows, long space) {

    /** Longest text, blob or row, in bytes. */
    static final int VALUE_BYTES = 1 << 19;

    /** Most columns of a table or a result; each may hold a longest value in memory. */
    static final int COLUMNS = 500;

    /** Characters and bytes of a whole result. */
    static final long RESULT_BYTES = 16L << 20;

    /** Longest query, in bytes. */
    static final int QUERY_BYTES = 20_000;

    /** Depth of an expression, and queries joined by UNION and the like. */
    static final int NESTING = 200;

    /** Longest pattern of LIKE or GLOB. */
    static final int PATTERN_BYTES = 1000;

    /** Instructions between two looks at the clock. */
    static final int STEPS_PER_LOOK = 1000;

    QueryLimits within(Duration shorter) {
        return shorter.compareTo(time) < 0 ? new QueryLimits(shorter, steps, rows, space) : this;
    }
}
