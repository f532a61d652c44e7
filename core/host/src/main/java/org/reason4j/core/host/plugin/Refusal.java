package org.reason4j.core.host.plugin;

import java.util.List;
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
        this.reasons = List.copyOf(reasons);
    }

    /** Says why a class does not work. Errors after which the virtual machine can't be relied on are thrown. */
    static Refusal of(String type, Throwable cause) {
        if (Guard.isOfTheMachine(cause)) {
            throw (VirtualMachineError) cause;
        }
        Throwable told = Faults.presentable(cause);
        return new Refusal(List.of(capitalized(LoadFailure.reason(type, told))), told);
    }

    private static String capitalized(String sentence) {
        return sentence.startsWith("the ") ? "T" + sentence.substring(1) : sentence;
    }

    List<String> reasons() {
        return reasons;
    }
}
