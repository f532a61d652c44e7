package org.reason4j.core.host.track;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Abilities of standard output.
 *
 * @param live whether a line can be written over
 * @param colour whether colours are welcome
 */
public record Terminal(boolean live, boolean colour) {

    /** A file or a pipe. */
    public static final Terminal PLAIN = new Terminal(false, false);

    /** Looks at this process's standard output and environment. */
    public static Terminal detect() {
        return of(attached(System.console()), System.getenv());
    }

    static Terminal of(boolean attached, Map<String, String> environment) {
        boolean live = attached && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(
                live, live && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** From Java 22 on there is a console without a terminal, too, and it says which. */
    private static boolean attached(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) { // before Java 22 a console is a terminal
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Console.isTerminal can't be called", e);
        }
    }
}
