package org.reason4j.core.trainer.components;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.text.TextModel;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginRegistry;

/**
 * What a component needs of a recipe, in sentences. It is built with its default settings for that, without a run: what its
 * constructor asks of a model fails then, and so its needs stay unknown.
 *
 * @param needs one line each; empty where it needs nothing
 * @param gives names of the numbers per token that it attaches for others to read
 * @param unknown why its needs are not known; absent where they are
 */
public record ComponentNeeds(List<String> needs, List<String> gives, Optional<String> unknown) {

    private static final ComponentNeeds NOTHING = new ComponentNeeds(List.of(), List.of(), Optional.empty());

    /** Returns the needs of a component with its default settings. */
    public static ComponentNeeds of(PluginRegistry registry, Offer offer) {
        Optional<Method> declares = Arrays.stream(offer.kind().contract().getMethods())
                .filter(method -> method.getName().equals("requirements"))
                .findFirst();
        if (declares.isEmpty()) {
            return NOTHING;
        }
        try (ComponentFactory factory = new ComponentFactory(registry, SettingsBinder::bind, services())) {
            Object component = factory.create(
                    offer.kind(), offer.name(), Optional.empty(), Map.of(), offer.kind() + " '" + offer.name() + "'");
            Requirements needs = (Requirements) declares.get().invoke(component);
            return new ComponentNeeds(
                    sentences(needs),
                    needs.attached().stream().map(TokenStream::name).sorted().toList(),
                    Optional.empty());
        } catch (ConfigException | PluginException e) {
            return unknown(String.valueOf(e.getMessage()));
        } catch (ReflectiveOperationException e) {
            return unknown(String.valueOf(e.getCause()));
        }
    }

    private static ComponentNeeds unknown(String reason) {
        return new ComponentNeeds(List.of(), List.of(), Optional.of(reason));
    }

    /** Services of a run that has not begun; it has no model, and so no tokenizer. */
    private static Map<Class<?>, Object> services() {
        CurrentRun run = new CurrentRun("describe", () -> Path.of(""), 1, 0, () -> "");
        return new RunServices(AbsentService.of(Tokenizer.class), run)
                .forComponents(key -> AbsentService.of(TextModel.class), RolloutSettings.of(8, SamplingParams.of(512)));
    }

    private static List<String> sentences(Requirements needs) {
        List<String> all = new ArrayList<>();
        if (!needs.fields().isEmpty()) {
            all.add("fields of every example: " + list(needs.fields()));
        }
        new TreeMap<>(needs.fieldValues())
                .forEach((field, values) ->
                        all.add("as the field " + field + " of every example, one of: " + list(values)));
        if (!needs.streams().isEmpty()) {
            all.add("numbers per token of every response: "
                    + needs.streams().stream()
                            .map(stream -> stream.name()
                                    + Optional.ofNullable(needs.sources().get(stream))
                                            .map(source -> " (of " + source + ")")
                                            .orElse(""))
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        if (!needs.lossStreams().isEmpty()) {
            all.add("numbers per token in its loss: " + list(needs.lossStreams()));
        }
        if (!needs.rewards().isEmpty()) {
            all.add("rewards with the keys " + list(needs.rewards()));
        }
        if (!needs.models().isEmpty()) {
            all.add("models to score with: " + list(needs.models()));
        }
        rules(needs).forEach((rule, holds) -> {
            if (holds) {
                all.add(rule);
            }
        });
        return List.copyOf(all);
    }

    private static Map<String, Boolean> rules(Requirements needs) {
        Map<String, Boolean> rules = new TreeMap<>();
        rules.put("at least " + needs.minimumGroupSize() + " responses to a prompt", needs.minimumGroupSize() > 1);
        rules.put("a greedy response to every prompt, which core adds", needs.greedyResponse());
        rules.put("groups that no filter takes single responses out of", needs.wholeGroups());
        rules.put("steps of a single update: training.miniBatches and training.epochs 1", needs.singleUpdate());
        rules.put("responses of a group in one micro-batch", needs.groupsTogether());
        rules.put("pairs of responses in one micro-batch", needs.pairsTogether());
        rules.put("no other component that weighs by the ratio to the policy that sampled", needs.samplingCorrection());
        return rules;
    }

    private static String list(Iterable<?> things) {
        List<String> names = new ArrayList<>();
        things.forEach(thing -> names.add(String.valueOf(thing)));
        return names.stream().sorted().collect(Collectors.joining(", "));
    }
}
