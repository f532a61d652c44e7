package org.reason4j.core.formats.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Undefined;

/** The variables of one run through a {@link Statement.Body}, inside those of the body around it. */
final class Scope {

    private final @Nullable Scope outer;
    private final VariableNames names;
    private final Map<String, Object> arguments;
    private final Map<String, Object> variables = new HashMap<>();
    private final Budget budget;

    private Scope(@Nullable Scope outer, VariableNames names, Map<String, Object> arguments) {
        this.outer = outer;
        this.names = names;
        this.arguments = arguments;
        budget = outer == null ? Budget.current() : outer.budget;
        for (String name : names.assignedFirst()) {
            if (outer == null || !outer.uses(name)) {
                variables.put(name, Undefined.name(name));
            }
        }
    }

    static Scope global(VariableNames names, Map<String, Object> arguments) {
        return new Scope(null, names, arguments);
    }

    Scope inner(VariableNames innerNames) {
        return new Scope(this, innerNames, arguments);
    }

    /** What the rendering may still use. */
    Budget budget() {
        return budget;
    }

    private boolean uses(String name) {
        return names.uses(name) || (outer != null && outer.uses(name));
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    Object get(String name) {
        Object value = variables.get(name);
        if (value != null) {
            return value;
        } else if (outer != null) {
            return outer.get(name);
        }
        Object argument = arguments.get(name);
        return argument != null ? argument : Undefined.name(name);
    }
}
