package org.reason4j.core.formats.template.value;

/**
 * Value of a name, attribute or item that does not exist: it prints as nothing, is false and empty, and
 * complains about any other use.
 */
public record Undefined(String problem) {

    public static Undefined name(String name) {
        return new Undefined(Text.quoted(name) + " is undefined");
    }

    public static Undefined member(Object owner, Object key) {
        String described = Values.describe(owner);
        return new Undefined(
                key instanceof String name
                        ? Text.quoted(described) + " has no attribute " + Text.quoted(name)
                        : described + " has no element " + Values.repr(key));
    }

    public static Undefined unsafe(Object owner, String attribute) {
        return new Undefined("access to attribute " + Text.quoted(attribute) + " of "
                + Text.quoted(Values.typeName(owner)) + " object is unsafe.");
    }

    TemplateException failure() {
        return new TemplateException(problem);
    }

    /** Fails if the value is undefined. */
    public static void reject(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
