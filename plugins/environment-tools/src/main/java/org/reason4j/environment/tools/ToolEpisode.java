package org.reason4j.environment.tools;

import java.util.Map;
import java.util.Optional;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.track.Metrics;

/** An episode whose turns may call tools. */
final class ToolEpisode implements Episode {

    private static final double NANOSECONDS = 1e9;

    private final ToolsConfig config;
    private final Markup markup;
    private final Map<String, Tool.Session> sessions;
    private final Metrics metrics;
    private int turn;

    ToolEpisode(ToolsConfig config, Markup markup, Map<String, Tool.Session> sessions, Metrics metrics) {
        this.config = config;
        this.markup = markup;
        this.sessions = Map.copyOf(sessions);
        this.metrics = metrics;
    }

    @Override
    public TurnResult answer(String text) throws ToolFailure, InterruptedException {
        turn++;
        if (!markup.handsOver(text)) {
            return new TurnResult.Done(0);
        }
        long start = System.nanoTime();
        Optional<Call> call = markup.call(text);
        Answer answer = call.isPresent() ? ask(call.get()) : new Answer.Refusal(markup.complaint(text));
        metrics.mean("tools/seconds", (System.nanoTime() - start) / NANOSECONDS);
        metrics.mean("tools/refused", answer instanceof Answer.Refusal ? 1 : 0);
        return reply(answer);
    }

    private Answer ask(Call call) throws ToolFailure, InterruptedException {
        Tool.Session session = sessions.get(call.tool());
        if (session == null) {
            throw new IllegalStateException("no session of tool '" + call.tool() + "' among " + sessions.keySet());
        }
        return session.answer(call, turn);
    }

    private TurnResult reply(Answer answer) {
        if (answer instanceof Answer.Output output) {
            String text = config.result().replace(ToolsConfig.OUTPUT, shortened(output.text()));
            return new TurnResult.Observation(text, config.callReward() + output.reward());
        }
        if (answer instanceof Answer.End end) {
            return new TurnResult.Done(config.callReward() + end.reward());
        }
        Answer.Refusal refusal = (Answer.Refusal) answer;
        String text = config.error().replace(ToolsConfig.ERROR, shortened(refusal.reason()));
        return new TurnResult.Observation(text, config.errorReward());
    }

    private String shortened(String text) {
        int limit = config.outputCharacters();
        if (text.length() <= limit) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(limit - 1));
        return text.substring(0, splitsPair ? limit - 1 : limit) + "...";
    }

    @Override
    public void close() {
        sessions.values().forEach(Tool.Session::close);
    }
}
