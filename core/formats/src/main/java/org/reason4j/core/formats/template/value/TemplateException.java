package org.reason4j.core.formats.template.value;

import org.reason4j.api.plugin.ConfigException;

/**
 * A chat template could not be rendered with the given conversation: it called {@code raise_exception}, or it used a value
 * in a way that the value does not allow. The message is the template's own, or the one that Python would give.
 */
public final class TemplateException extends ConfigException {

    private static final long serialVersionUID = 1L;

    /** Characters of the longest message; what a template says may be longer. */
    private static final int LONGEST = 2_000;

    public TemplateException(String message) {
        super(message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message);
    }

    public static TemplateException of(String message, Object... arguments) {
        return new TemplateException(String.format(java.util.Locale.ROOT, message, arguments));
    }
}
