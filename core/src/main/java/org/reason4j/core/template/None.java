package org.reason4j.core.template;

/** Python's {@code None}, so that no value inside a template is a Java {@code null}. */
enum None {
    NONE
}
