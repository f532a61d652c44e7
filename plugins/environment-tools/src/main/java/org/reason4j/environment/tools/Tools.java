package org.reason4j.environment.tools;

import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.track.Metrics;

/**
 * Tools that the policy calls within its response.
 *
 * <p>A turn that ends with the closing tag is a call; any other turn ends the response, with a reward of 0. If a call
 * cannot be answered, because it names no tool or the tool cannot read it, the policy reads the reason in place of a
 * result. A failing tool ends the episode with a {@link ToolFailure}: the failure is not the policy's, so the response
 * is not learned from.
 *
 * <p>Metrics: {@code tools/refused}, the share of calls that could not be answered, and {@code tools/seconds}, the mean
 * time of a call. Calls during held-out evaluation count in the step of the evaluation.
 */
public final class Tools implements Environment {

    private final ToolsConfig config;
    private final Metrics metrics;
    private final Markup markup;
    private final Map<String, Tool> tools = new LinkedHashMap<>();

    @Inject
    public Tools(ToolsConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        this.markup = new Markup(
                config.open(),
                config.close(),
                config.tools().stream().map(ToolConfig::name).toList());
        for (ToolConfig tool : config.tools()) {
            tools.put(tool.name(), tool(tool));
        }
    }

    private Tool tool(ToolConfig tool) {
        return switch (tool.kind()) {
            case CALCULATOR -> new Calculator();
            case PROCESS -> new ProcessTool(tool);
            case HTTP -> new HttpTool(tool, System::getenv);
        };
    }

    @Override
    public Episode begin(Prompt prompt, int sample) {
        Map<String, Tool.Session> sessions = new LinkedHashMap<>();
        tools.forEach((name, tool) -> sessions.put(name, tool.begin(new EpisodeKey(prompt, sample))));
        return new ToolEpisode(config, markup, sessions, metrics);
    }

    /** How to call, and what every tool does. */
    @Override
    public String instructions() {
        String list = config.tools().stream().map(ToolConfig::described).collect(Collectors.joining("\n- ", "- ", ""));
        return "To call a tool, write " + config.open() + "NAME: INPUT" + config.close() + ". You then read "
                + config.result().replace(ToolsConfig.OUTPUT, "the result") + ". Tools:\n" + list;
    }

    @Override
    public List<String> stop() {
        return List.of(config.close());
    }

    /** Ends the processes of all tools. */
    @Override
    public void close() {
        tools.values().forEach(Tool::close);
    }
}
