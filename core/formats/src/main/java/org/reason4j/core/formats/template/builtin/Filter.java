package org.reason4j.core.formats.template.builtin;

import org.reason4j.core.formats.template.value.Arguments;

/** A filter behind {@code |}. */
@FunctionalInterface
interface Filter {

    /** Returns the filtered value. */
    Object apply(Object value, Arguments arguments);
}
