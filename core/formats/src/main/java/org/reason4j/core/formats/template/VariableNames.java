package org.reason4j.core.formats.template;

import java.util.HashSet;
import java.util.Set;

/**
 * The names that one {@link Statement.Body} uses. Jinja decides from them, before anything runs, whether a name means the
 * variable of the body or an argument of the template: a name whose first use is an unconditional assignment is a variable
 * from the first line on, and so undefined above that assignment even where an argument of that name exists.
 */
final class VariableNames {

    private final Set<String> used = new HashSet<>();
    private final Set<String> assignedFirst = new HashSet<>();
    private final Set<String> mentioned = new HashSet<>();
    private int conditions;

    void enterCondition() {
        conditions++;
    }

    void leaveCondition() {
        conditions--;
    }

    void read(String name) {
        used.add(name);
        mentioned.add(name);
    }

    void assigned(String name) {
        if (used.add(name) && conditions == 0) {
            assignedFirst.add(name);
        }
    }

    /** Records a parameter or a loop variable, which has its value on entry. */
    void bound(String name) {
        used.add(name);
    }

    /** Records what a nested body uses. */
    void contain(VariableNames nested) {
        mentioned.addAll(nested.mentioned);
    }

    /** True if this body itself reads, assigns or binds the name. */
    boolean uses(String name) {
        return used.contains(name);
    }

    /** True if this body or one inside it reads the name. */
    boolean mentions(String name) {
        return mentioned.contains(name);
    }

    Set<String> assignedFirst() {
        return assignedFirst;
    }
}
