package org.reason4j.core.host.config.constraint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which kind of component a plugin must offer under the name that stands here. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OfKind {

    /** Returns the kind as messages call it, such as {@code reward}. */
    String value();
}
