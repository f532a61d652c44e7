package org.reason4j.core.formats.template.value;

/** Python's {@code None}, so that no value inside a template is a Java {@code null}. */
public enum None {
    NONE
}
