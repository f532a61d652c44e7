package org.reason4j.core.host.documentation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.constraint.OfKind;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginRegistry;

/**
 * A JSON Schema of recipes (draft 2020-12), with the settings of all components that are installed, so that an editor knows what
 * may stand where. What depends on several settings is left to the reader of recipes.
 */
public final class RecipeSchema {

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String RECIPE = "recipe";

    private final PluginRegistry registry;
    private final ComponentDescriptions descriptions;
    private final DocumentationFiles documentation = new DocumentationFiles();
    private final SettingsSchema settings = new SettingsSchema(documentation, this::special);

    private RecipeSchema(PluginRegistry registry) {
        this.registry = registry;
        descriptions = new ComponentDescriptions(registry);
    }

    /** The schema of recipes that may name what a registry holds. */
    public static ObjectNode of(PluginRegistry registry) {
        return new RecipeSchema(registry).schema();
    }

    private ObjectNode schema() {
        for (Kind<?> kind : Kind.all()) {
            for (Offer offer : registry.offers(kind)) {
                settings.definitions()
                        .set(
                                definition(offer),
                                settings.section(offer.defaults().getClass(), offer.defaults()));
            }
        }
        ObjectNode recipe = settings.section(Recipe.class, null);
        ObjectNode properties = (ObjectNode) recipe.path("properties");
        properties
                .putObject("extends")
                .put("type", "string")
                .put("description", "The recipe of a plugin that this one changes.");
        properties
                .putObject("placeholders")
                .put("type", "object")
                .put(
                        "description",
                        "Fingerprints of values that a run took from environment variables; a run writes them.");
        settings.definitions().set(RECIPE, recipe);
        ObjectNode schema = SettingsSchema.object().put("$schema", DRAFT).put("title", "A recipe of reason4j");
        schema.setAll(SettingsSchema.reference(RECIPE));
        schema.set("$defs", settings.definitions());
        return schema;
    }

    private static String definition(Offer offer) {
        return offer.kind().label() + "/" + offer.fullName();
    }

    /** A recipe within a recipe, which may be a file, and components, whose settings depend on their names. */
    private Optional<ObjectNode> special(RecordComponent place, Class<?> type) {
        if (type == Recipe.class) {
            return Optional.of(SettingsSchema.anyOf(List.of(
                    SettingsSchema.object().put("type", "string").put("description", "A file with the recipe."),
                    SettingsSchema.reference(RECIPE))));
        }
        return Optional.ofNullable(place.getAnnotation(OfKind.class))
                .map(kind -> component(Kind.of(kind.value()), type));
    }

    private ObjectNode component(Kind<?> kind, Class<?> type) {
        String name = kind.label() + " as " + type.getSimpleName();
        if (!settings.definitions().has(name)) {
            settings.definitions().putObject(name); // takes the place
            settings.definitions().set(name, SettingsSchema.anyOf(List.of(names(kind), section(kind, type))));
        }
        return SettingsSchema.reference(name);
    }

    private ObjectNode section(Kind<?> kind, Class<?> type) {
        ObjectNode section = settings.section(type, null);
        ((ObjectNode) section.path("properties")).set("name", names(kind));
        ArrayNode cases = section.putArray("allOf");
        for (Offer offer : registry.offers(kind)) {
            ObjectNode one = cases.addObject();
            ObjectNode when = one.putObject("if");
            when.putObject("properties")
                    .putObject("name")
                    .putArray("enum")
                    .add(offer.name())
                    .add(offer.fullName());
            when.putArray("required").add("name");
            ObjectNode then = one.putObject("then").putObject("properties");
            then.set("config", SettingsSchema.reference(definition(offer)));
            ObjectNode presets = SettingsSchema.object();
            ArrayNode names = presets.putArray("enum");
            offer.presets().keySet().stream().sorted().forEach(names::add);
            names.addNull();
            then.set("preset", SettingsSchema.anyOf(List.of(presets, SettingsSchema.placeholder())));
        }
        return section;
    }

    /** The names of components, each with what it is. */
    private ObjectNode names(Kind<?> kind) {
        List<ObjectNode> names = new ArrayList<>();
        for (Offer offer : registry.offers(kind)) {
            String said = descriptions.text(offer).opening();
            names.add(SettingsSchema.object().put("const", offer.name()).put("description", said));
            names.add(SettingsSchema.object().put("const", offer.fullName()).put("description", said));
        }
        names.add(SettingsSchema.placeholder());
        return SettingsSchema.anyOf(names);
    }
}
