package org.reason4j.core.template;

/** Something a template can call. */
@FunctionalInterface
interface TemplateFunction {

    Object call(Arguments arguments);
}
