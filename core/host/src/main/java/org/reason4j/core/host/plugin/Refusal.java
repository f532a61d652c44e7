package org.reason4j.core.host.plugin;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.engine.deadline.Faults;

/** A plugin can't be used, with all the reasons. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    Refusal(String reason) {
        this(List.of(reason), null);
    }

    Refusal(List<String> reasons, @Nullable Throwable cause) {
        super(String.join(" ", reasons), cause);
        this.reasons = reasons.stream().map(Refusal::sentence).toList();
    }

    /** Says why a class does not work. Errors after which the virtual machine can't be relied on are thrown. */
    static Refusal of(String type, Throwable cause) {
        if (Guard.isOfTheMachine(cause)) {
            throw (VirtualMachineError) cause;
        }
        Throwable told = Faults.presentable(cause);
        return new Refusal(List.of(LoadFailure.reason(type, told)), told);
    }

    /** Begins with a capital letter, unless with the name of a class, and ends with a full stop. */
    private static String sentence(String text) {
        boolean name = text.matches("(?s)[a-z]\\S*\\..*");
        String begun =
                name || text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return begun.matches("(?s).*[.?]") ? begun : begun + ".";
    }

    List<String> reasons() {
        return reasons;
    }
}
