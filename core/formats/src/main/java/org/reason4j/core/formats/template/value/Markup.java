package org.reason4j.core.formats.template.value;

/** A string marked as {@code safe}: whatever is added to it is escaped for HTML, as Python's markupsafe does. */
public record Markup(String text) {

    public static Markup escape(Object value) {
        return value instanceof Markup markup ? markup : new Markup(Text.escapeHtml(Values.str(value)));
    }

    public Markup plus(Object right) {
        String escaped = escape(right).text;
        Budget.current().grow(text.length() + escaped.length());
        return new Markup(text + escaped);
    }

    /** The value, as a plain string if it is marked. */
    public static Object plain(Object value) {
        return value instanceof Markup markup ? markup.text : value;
    }

    /** The result of an operation on {@code original}, which stays marked if it is a string. */
    public static Object like(Object original, Object result) {
        return original instanceof Markup && result instanceof String text ? new Markup(text) : result;
    }
}
