package org.reason4j.core.trainer.components;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.core.engine.rollout.GroupSampler;
import org.reason4j.core.engine.text.LocalModel;
import org.reason4j.core.engine.text.PolicyModel;
import org.reason4j.core.host.dataset.JsonlReader;
import org.reason4j.core.host.dataset.JsonlReaderConfig;
import org.reason4j.core.host.track.CompletionsConfig;
import org.reason4j.core.host.track.CompletionsTracker;
import org.reason4j.core.host.track.ConsoleConfig;
import org.reason4j.core.host.track.ConsoleTracker;
import org.reason4j.core.host.track.JsonlTracker;
import org.reason4j.core.host.track.JsonlTrackerConfig;
import org.reason4j.core.host.track.report.ReportConfig;
import org.reason4j.core.host.track.report.ReportTracker;
import org.reason4j.core.host.track.tensorboard.TensorBoardConfig;
import org.reason4j.core.host.track.tensorboard.TensorBoardTracker;
import org.reason4j.core.trainer.beside.LearnerModel;
import org.reason4j.core.trainer.beside.ResponseQuestions;
import org.reason4j.core.trainer.beside.ResponseQuestionsConfig;
import org.reason4j.core.trainer.preference.LabelledResponsesSampler;
import org.reason4j.core.trainer.preference.PreferencePairsSampler;

/**
 * The components that need no jar in {@code plugins/}.
 *
 * <p>The trackers' constructors ask for services of a run: {@link org.reason4j.core.host.track.RunDirectory}, {@link
 * org.reason4j.core.host.track.RunFacts}, {@link org.reason4j.core.host.track.Terminal}, a {@link java.io.PrintStream} and a {@link
 * org.reason4j.api.model.Tokenizer}. The host hands this plugin to its loader; no service file names it.
 */
public final class BuiltIns implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.dataset("jsonl", JsonlReaderConfig.DEFAULTS, JsonlReader.class);
        registry.sampler("group", GroupSampler.Config.DEFAULTS, GroupSampler.class);
        registry.sampler("preference-pairs", PreferencePairsSampler.Config.DEFAULTS, PreferencePairsSampler.class);
        registry.sampler(
                "labelled-responses", LabelledResponsesSampler.Config.DEFAULTS, LabelledResponsesSampler.class);
        registry.textModel("local", LocalModel.Config.DEFAULTS, LocalModel.class);
        registry.textModel("policy", PolicyModel.Config.DEFAULTS, PolicyModel.class);
        registry.textModel("learner", LearnerModel.Config.DEFAULTS, LearnerModel.class);
        registry.curriculum("policy-responses", ResponseQuestionsConfig.DEFAULTS, ResponseQuestions.class);
        registry.tracker("console", ConsoleConfig.DEFAULTS, ConsoleTracker.class);
        registry.tracker("jsonl", JsonlTrackerConfig.DEFAULTS, JsonlTracker.class);
        registry.tracker("completions", CompletionsConfig.DEFAULTS, CompletionsTracker.class);
        registry.tracker(
                "tensorboard",
                TensorBoardConfig.DEFAULTS,
                TensorBoardTracker.class,
                Map.of("trl", TensorBoardConfig.TRL, "verl", TensorBoardConfig.VERL));
        registry.tracker("report", ReportConfig.DEFAULTS, ReportTracker.class);
    }
}
