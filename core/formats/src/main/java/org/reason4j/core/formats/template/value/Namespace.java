package org.reason4j.core.formats.template.value;

import java.util.Map;

/**
 * The one kind of object whose fields a template may assign, so that a loop can hand a value to what follows it. It may hold
 * itself, and is equal to nothing else.
 */
public record Namespace(Map<Object, Object> fields) {

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
