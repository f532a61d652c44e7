package org.reason4j.reward.structured.sql;

/** A query that has no result: it is wrong, writes, or takes up more than it may. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    /** Why there is no result. */
    enum Kind {
        /** It is no single query that reads, or SQLite finds it wrong. */
        INVALID,
        /** It takes up more than it may. */
        LIMIT,
        /** It took longer than it may. */
        LATE,
        /** Temporary files are as large as they may be, perhaps those of other queries at the same time. */
        SPACE
    }

    private final Kind kind;

    Refused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Refused(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
