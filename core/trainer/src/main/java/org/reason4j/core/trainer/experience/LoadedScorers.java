package org.reason4j.core.trainer.experience;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.ModelRef;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.ModelScorer;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.text.ConversationScorer;

/** The models that components ask for numbers, each loaded once. The policy and the reference are those of the run. */
public final class LoadedScorers implements AutoCloseable {

    private final Map<ModelRef, ModelScorer> all = new LinkedHashMap<>();
    private final Map<ModelRef, ConversationScorer> rewards = new LinkedHashMap<>();

    /**
     * Loads the models.
     *
     * @param refs models that components declare
     * @param policy the policy; present where {@code refs} has it
     * @param reference the frozen reference policy; present where {@code refs} has it
     */
    public LoadedScorers(
            Set<ModelRef> refs,
            Optional<LanguageModel> policy,
            Optional<LanguageModel> reference,
            Device device,
            Precision precision) {
        try {
            for (ModelRef ref : refs) {
                Path directory = Path.of(ref.path());
                switch (ref.kind()) {
                    case POLICY -> all.put(ref, ModelScorer.of(policy.orElseThrow()));
                    case REFERENCE -> all.put(ref, ModelScorer.of(reference.orElseThrow()));
                    case DIRECTORY -> all.put(ref, ModelScorer.load(directory, device, precision));
                    case VALUES -> all.put(ref, ModelScorer.loadValues(directory, device, precision));
                    case REWARD -> rewards.put(ref, ConversationScorer.load(directory, device, precision));
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The service that offers them. */
    public ScoringService service(int tokensPerMicroBatch) {
        return new ScoringService(all, rewards, tokensPerMicroBatch);
    }

    /** Closes the models that were loaded here; those of the run stay open. */
    @Override
    public void close() {
        all.values().forEach(ModelScorer::close);
        rewards.values().forEach(ConversationScorer::close);
    }
}
