package org.reason4j.reward.rulebased.math.parse;

/** Sign between two sides. */
public enum Relation {
    EQUAL,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL,
    NOT_EQUAL,
    APPROXIMATELY,
    MEMBER;

    /** The relation with its sides exchanged. */
    public Relation reversed() {
        return switch (this) {
            case LESS -> GREATER;
            case LESS_EQUAL -> GREATER_EQUAL;
            case GREATER -> LESS;
            case GREATER_EQUAL -> LESS_EQUAL;
            default -> this;
        };
    }

    public boolean isOrder() {
        return this == LESS || this == LESS_EQUAL || this == GREATER || this == GREATER_EQUAL;
    }

    public boolean includesEquality() {
        return this == LESS_EQUAL || this == GREATER_EQUAL || this == EQUAL;
    }
}
