package org.reason4j.core.template;

/** A macro of the template, callable by name. */
record Macro(String name, TemplateFunction body) implements TemplateFunction {

    @Override
    public Object call(Arguments arguments) {
        return body.call(arguments);
    }
}
