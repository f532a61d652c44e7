package org.reason4j.core.formats.template.value;

/** Something a template can call. */
@FunctionalInterface
public interface TemplateFunction {

    Object call(Arguments arguments);
}
