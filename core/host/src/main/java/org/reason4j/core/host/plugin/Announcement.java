package org.reason4j.core.host.plugin;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Registry;
import org.reason4j.core.host.config.RecipeFragments;
import org.reason4j.core.host.config.SettingsBinder;

/** Offers of one plugin while it registers, and everything that is wrong with them. */
final class Announcement implements Registry {

    private static final String NAME = "[a-z0-9-]+";

    private final PluginOrigin origin;
    private final List<Offer> offers = new ArrayList<>();
    private final List<Class<?>> shared = new ArrayList<>();
    private final Map<String, String> recipes = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    Announcement(PluginOrigin origin) {
        this.origin = origin;
    }

    List<Offer> offers() {
        return offers;
    }

    List<Class<?>> shared() {
        return shared;
    }

    /** Fragments of recipes as YAML, by name. */
    Map<String, String> recipes() {
        return recipes;
    }

    List<String> problems() {
        return problems;
    }

    @Override
    public <T, C extends Record> void offer(
            Kind<T> kind, String name, C defaults, Class<? extends T> type, Map<String, C> presets) {
        note(kind, name, defaults, type, presets);
    }

    /** Takes an offer whose values may be null or of other classes than its generic types say. */
    private void note(
            @Nullable Kind<?> kind,
            @Nullable String name,
            @Nullable Record defaults,
            @Nullable Class<?> type,
            @Nullable Map<String, ? extends Record> presets) {
        if (kind == null) {
            problems.add("'" + name + "' has the kind null. Give it one of the constants of Kind.");
            return;
        }
        String what = kind + " '" + name + "'";
        int before = problems.size();
        checkName(kind.toString(), name);
        checkType(what, kind, type);
        if (defaults == null) {
            problems.add(what + " has the default settings null. Give it a record; one without components has none.");
        } else {
            SettingsBinder.unbindable(defaults.getClass())
                    .forEach(component -> problems.add(what + " has a setting that no recipe can give: " + component));
        }
        checkPresets(what, defaults, presets);
        if (problems.size() == before && name != null && defaults != null && type != null && presets != null) {
            offers.add(new Offer(kind, name, defaults, new LinkedHashMap<>(presets), type, origin));
        }
    }

    private void checkName(String what, @Nullable String name) {
        if (name == null || !name.matches(NAME)) {
            problems.add(what + " '" + name
                    + "' has a name that is not made of lower-case letters, digits and dashes. Rename it.");
        }
    }

    private void checkType(String what, Kind<?> kind, @Nullable Class<?> type) {
        if (type == null) {
            problems.add(what + " has the class null. Give it the class that implements "
                    + kind.contract().getName() + ". Register a class that does.");
        } else if (!kind.contract().isAssignableFrom(type)) {
            problems.add(what + ": " + type.getName() + " does not implement "
                    + kind.contract().getName() + ". Register a class that does.");
        } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            problems.add(what + ": " + type.getName() + " is abstract. Register a class that can be constructed.");
        }
    }

    private void checkPresets(String what, @Nullable Record defaults, @Nullable Map<String, ? extends Record> presets) {
        if (presets == null) {
            problems.add(what + " has the presets null. Give it an empty map, or none.");
            return;
        }
        presets.forEach((name, preset) -> {
            checkName("preset of " + what + ",", name);
            @Nullable Record settings = preset;
            if (settings == null || defaults != null && settings.getClass() != defaults.getClass()) {
                problems.add(what + " has the preset '" + name + "' that is "
                        + (settings == null
                                ? "null"
                                : "a " + settings.getClass().getName())
                        + ". Give it a record of the class of the defaults.");
            }
        });
    }

    @Override
    public void shared(Class<?> type) {
        noteShared(type);
    }

    private void noteShared(@Nullable Class<?> type) {
        if (type == null) {
            problems.add("A shared class is null.");
        } else if (type.isInterface() || type.isPrimitive() || Modifier.isAbstract(type.getModifiers())) {
            problems.add("The shared class " + type.getName() + " is abstract. Share a class that can be constructed.");
        } else if (shared.contains(type)) {
            problems.add("The class " + type.getName() + " is shared twice. Announce it once.");
        } else {
            shared.add(type);
        }
    }

    @Override
    public void recipe(String name, String yaml) {
        noteRecipe(name, yaml);
    }

    private void noteRecipe(@Nullable String name, @Nullable String yaml) {
        int before = problems.size();
        checkName("recipe", name);
        if (yaml == null) {
            problems.add("recipe '" + name + "' is null. Give it sections of a recipe as YAML.");
        } else {
            RecipeFragments.check(yaml).forEach(problem -> problems.add("recipe '" + name + "': " + problem));
        }
        if (problems.size() == before && name != null && yaml != null && recipes.putIfAbsent(name, yaml) != null) {
            problems.add("recipe '" + name + "' is offered twice. Give each a name of its own.");
        }
    }
}
