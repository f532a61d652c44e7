package org.reason4j.core.host.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.constraint.OfKind;
import org.reason4j.core.host.config.tree.ConfigPath;

/**
 * A component as a recipe names it.
 *
 * @param kind what it is, such as {@code reward}
 * @param name the name it is registered under
 * @param where its place in the recipe, such as {@code rewards[0]}
 */
public record NamedComponent(String kind, String name, String where) {

    /** All components of a recipe in its order, those of its defaults, its stages and its learners included. */
    public static List<NamedComponent> of(Recipe recipe) {
        List<NamedComponent> found = new ArrayList<>();
        collect(recipe, "", found);
        return found;
    }

    private static void collect(Record section, String path, List<NamedComponent> found) {
        for (RecordComponent part : section.getClass().getRecordComponents()) {
            Object held = Shape.read(part, section);
            Object value = held instanceof Optional<?> optional ? optional.orElse(null) : held;
            String where = ConfigPath.child(path, part.getName());
            OfKind kind = part.getAnnotation(OfKind.class);
            if (kind != null && value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    found.add(new NamedComponent(kind.value(), name(list.get(i)), ConfigPath.child(where, i)));
                }
            } else if (kind != null && value != null) {
                found.add(new NamedComponent(kind.value(), name(value), where));
            } else if (value instanceof Record below) {
                collect(below, where, found);
            } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i) instanceof LearnerTerm || list.get(i) instanceof Training.StageTerm) {
                        collect((Record) list.get(i), ConfigPath.child(where, i), found);
                    }
                }
            }
        }
    }

    private static String name(Object component) {
        if (component instanceof RewardTerm reward) {
            return reward.name();
        }
        if (component instanceof GuardTerm guard) {
            return guard.name();
        }
        return component instanceof Recipe.NamedModel model ? model.name() : ((Recipe.Component) component).name();
    }
}
