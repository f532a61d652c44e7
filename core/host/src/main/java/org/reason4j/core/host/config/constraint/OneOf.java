package org.reason4j.core.host.config.constraint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The texts a setting allows; a trailing {@code N} stands for a whole number, as in {@code cuda:N}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OneOf {

    /** Returns the allowed texts. */
    String[] value();
}
