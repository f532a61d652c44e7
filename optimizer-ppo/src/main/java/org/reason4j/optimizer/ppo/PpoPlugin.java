package org.reason4j.optimizer.ppo;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the policy optimizers {@code ppo} and {@code trpo}, and the recipes {@code vapo} and {@code orz}. */
public final class PpoPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("ppo", PpoConfig.DEFAULTS, Ppo.class, PpoConfig.PRESETS);
        registry.optimizer("trpo", TrpoConfig.DEFAULTS, Trpo.class);
        registry.recipe("vapo", """
                optimizer: {name: ppo, preset: vapo}
                shaping: [soft-overlong]
                rollout: {groupSize: 16, temperature: 1, topP: 1}
                training: {promptsPerStep: 512, miniBatches: 16, epochs: 1, learningRate: 1e-6, schedule: constant}
                """);
        registry.recipe("orz", """
                optimizer: {name: ppo, preset: orz}
                rollout: {groupSize: 64, temperature: 1, topP: 1}
                training:
                  promptsPerStep: 128
                  miniBatches: 1
                  epochs: 1
                  learningRate: 1e-6
                  schedule: constant
                  warmupSteps: 50
                """);
    }
}
