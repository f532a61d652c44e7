package org.reason4j.core.host.config.constraint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The interval a number, or every number of a list, must lie in, written as {@code [1, inf)} or {@code (0, 1]}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Within {

    /** Returns the interval. */
    String value();
}
