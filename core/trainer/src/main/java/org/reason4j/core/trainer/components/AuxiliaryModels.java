package org.reason4j.core.trainer.components;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.SequenceClassifier;
import org.reason4j.core.formats.huggingface.Vocabulary;
import org.reason4j.core.host.reward.ActiveReward;

/** Which models learn beside the policy, and whether they can. */
public final class AuxiliaryModels {

    /** Names that metrics and times of the loop itself have. */
    private static final Set<String> TAKEN =
            Set.of("policy", "update", "reward", "rollout", "old", "reference", "evaluation", "step");

    private AuxiliaryModels() {}

    /** Collects the models of all components. */
    public static List<AuxiliaryModel> of(PolicyOptimizer optimizer, List<ActiveReward> rewards) {
        List<AuxiliaryModel> models = new ArrayList<>(optimizer.models());
        rewards.forEach(reward -> models.addAll(reward.reward().models()));
        Set<String> names = new HashSet<>();
        Set<TokenStream> streams = new HashSet<>();
        for (AuxiliaryModel model : models) {
            requireUsableName(model.name());
            check(
                    names.add(model.name()),
                    "Two components of the recipe bring a model named '%s'. Leave out one of them, or name one model"
                            + " otherwise where its settings allow it.",
                    model.name());
            check(
                    streams.add(model.stream()),
                    "Two models of the recipe compute '%s'; one of them is '%s'. Leave out one of the two.",
                    model.stream().name(),
                    model.name());
        }
        return List.copyOf(models);
    }

    private static void requireUsableName(String name) {
        if (!name.matches("[A-Za-z0-9_-]+") || TAKEN.contains(name)) {
            throw new PluginException("A model that learns beside the policy is named '" + name
                    + "', expected letters, digits, - and _, and none of " + new TreeSet<>(TAKEN));
        }
    }

    /** Checks models that don't start from the policy: they must read its tokens. */
    public static void requireSameVocabulary(List<AuxiliaryModel> models, Path policy) {
        List<AuxiliaryModel> strangers = models.stream()
                .filter(model -> model.learning().path().isPresent())
                .toList();
        for (AuxiliaryModel model : strangers) {
            requireSameVocabulary(
                    "Model '" + model.name() + "' starts from",
                    Path.of(model.learning().path().orElseThrow()),
                    policy,
                    ", or none to start from the policy");
        }
    }

    /** Checks models that components ask for numbers: they must read the policy's tokens, but for reward models. */
    public static void requireSameVocabulary(Set<ModelRef> scoring, Path policy) {
        for (ModelRef ref : scoring) {
            if (ref.kind() == ModelRef.Kind.DIRECTORY || ref.kind() == ModelRef.Kind.VALUES) {
                requireSameVocabulary("A component asks for numbers of", Path.of(ref.path()), policy, "");
            }
            if (ref.kind() == ModelRef.Kind.REWARD) { // reads text, with its own tokenizer
                Path directory = Path.of(ref.path());
                SequenceClassifier.requireOneScore(directory, ModelConfig.read(directory));
            }
        }
    }

    private static void requireSameVocabulary(String what, Path directory, Path policy, String otherwise) {
        int rows = ModelConfig.read(directory).vocabularySize();
        int needed = ModelConfig.read(policy).vocabularySize();
        check(
                rows >= needed && Vocabulary.read(directory).equals(Vocabulary.read(policy)),
                "%s %s, which has another vocabulary (%s rows) than the policy in %s (%s rows). Name a model with the"
                        + " policy's tokenizer%s.",
                what,
                directory,
                rows,
                policy,
                needed,
                otherwise);
    }
}
