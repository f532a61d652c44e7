package org.reason4j.core.host.plugin;

import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.host.plugin.jar.ServiceFile;

/** Says in plain words why a plugin's class can't be loaded, and the remedy. */
final class LoadFailure {

    private LoadFailure() {}

    static PluginException of(String jar, String type, Throwable cause) {
        Throwable told = Faults.presentable(cause);
        return new PluginException(jar + ": " + reason(type, told), told);
    }

    /** Says why a class of a plugin does not work, and how to fix it. */
    static String reason(String type, Throwable cause) {
        if (cause instanceof ClassNotFoundException) {
            return "the class " + type + ", named in " + ServiceFile.NAME
                    + ", is not in the jar. Build the jar again or correct that file.";
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return type + " was compiled for a newer Java than this one, which is "
                    + Runtime.version().feature() + ". Run a newer Java or compile the plugin with --release "
                    + Runtime.version().feature() + ".";
        }
        if (cause instanceof ClassFormatError) {
            return "the class file of " + type + " is damaged (" + cause.getMessage()
                    + "). Build the jar again or copy it again.";
        }
        if (cause instanceof NoClassDefFoundError) {
            return missing(type, String.valueOf(cause.getMessage()).replace('/', '.'));
        }
        if (cause instanceof ExceptionInInitializerError) {
            return type + " failed in a static initializer: " + cause.getCause() + ". Its author can fix that.";
        }
        if (cause instanceof LinkageError) {
            return type + " does not fit this version of reason4j (" + cause
                    + "). Install a version of the plugin that was built for it.";
        }
        if (cause instanceof NoSuchMethodException || cause instanceof IllegalAccessException) {
            return type + " has no public constructor without arguments. Give the public class one.";
        }
        if (cause instanceof InstantiationException) {
            return type + " is abstract. Name a class in " + ServiceFile.NAME + " that can be constructed.";
        }
        return "the constructor of " + type + " failed: " + cause + ". Its author can fix that.";
    }

    private static String missing(String type, String needed) {
        String what = "the class " + needed + ", which " + type + " needs, is missing. ";
        return what
                + (needed.startsWith("org.reason4j.core.")
                        ? "It belongs to the inside of reason4j, which plugins don't see. Use the API alone."
                        : needed.startsWith("org.reason4j.api.")
                                ? "This version of the API does not have it. Install a version of the plugin that was"
                                        + " built for it."
                                : "Put its library into the plugin's jar, or beside it in a folder, in lib/.");
    }
}
