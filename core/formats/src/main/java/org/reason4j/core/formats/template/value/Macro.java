package org.reason4j.core.formats.template.value;

/** A macro of the template, callable by name. */
public record Macro(String name, TemplateFunction body) implements TemplateFunction {

    @Override
    public Object call(Arguments arguments) {
        return body.call(arguments);
    }
}
