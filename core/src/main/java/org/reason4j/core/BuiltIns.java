package org.reason4j.core;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.core.dataset.JsonlReader;
import org.reason4j.core.rollout.GroupSampler;
import org.reason4j.core.text.LocalModel;
import org.reason4j.core.text.PolicyModel;
import org.reason4j.core.track.CompletionsConfig;
import org.reason4j.core.track.CompletionsTracker;
import org.reason4j.core.track.ConsoleConfig;
import org.reason4j.core.track.ConsoleTracker;
import org.reason4j.core.track.JsonlTracker;
import org.reason4j.core.track.ReportConfig;
import org.reason4j.core.track.ReportTracker;
import org.reason4j.core.track.TensorBoardConfig;
import org.reason4j.core.track.TensorBoardTracker;

/**
 * The components that need no jar in {@code plugins/}.
 *
 * <p>The trackers' constructors ask for services of a run: {@link org.reason4j.core.track.RunDirectory}, {@link
 * org.reason4j.core.track.RunFacts}, {@link org.reason4j.core.track.Terminal}, a {@link java.io.PrintStream} and a {@link
 * org.reason4j.api.model.Tokenizer}. The host hands this plugin to its loader; no service file names it.
 */
public final class BuiltIns implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.dataset("jsonl", org.reason4j.core.dataset.JsonlConfig.DEFAULTS, JsonlReader.class);
        registry.sampler("group", GroupSampler.Config.DEFAULTS, GroupSampler.class);
        registry.textModel("local", LocalModel.Config.DEFAULTS, LocalModel.class);
        registry.textModel("policy", PolicyModel.Config.DEFAULTS, PolicyModel.class);
        registry.tracker("console", ConsoleConfig.DEFAULTS, ConsoleTracker.class);
        registry.tracker("jsonl", org.reason4j.core.track.JsonlConfig.DEFAULTS, JsonlTracker.class);
        registry.tracker("completions", CompletionsConfig.DEFAULTS, CompletionsTracker.class);
        registry.tracker("tensorboard", TensorBoardConfig.DEFAULTS, TensorBoardTracker.class);
        registry.tracker("report", ReportConfig.DEFAULTS, ReportTracker.class);
    }
}
