package org.reason4j.environment.mcp;

import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.track.Metrics;
import org.reason4j.environment.mcp.server.ServerFailure;
import org.reason4j.environment.mcp.server.ServerPool;

/** An episode whose turns may call the tools of servers. */
final class McpEpisode implements Episode {

    private static final double NANOSECONDS = 1e9;

    private final McpConfig config;
    private final Markup markup;
    private final Map<String, OfferedTool> tools;
    private final Map<ServerPool, ServerPool.Session> sessions;
    private final Metrics metrics;

    McpEpisode(
            McpConfig config,
            Markup markup,
            Map<String, OfferedTool> tools,
            Map<ServerPool, ServerPool.Session> sessions,
            Metrics metrics) {
        this.config = config;
        this.markup = markup;
        this.tools = tools;
        this.sessions = sessions;
        this.metrics = metrics;
    }

    /** A text for the policy: what a tool gave, or why there is nothing. */
    private record Answer(String text, boolean refused) {}

    @Override
    public TurnResult answer(String turn) throws ServerFailure, InterruptedException {
        if (!markup.handsOver(turn)) {
            return new TurnResult.Done(0);
        }
        long start = System.nanoTime();
        Answer answer = answerTo(turn);
        metrics.mean("mcp/seconds", (System.nanoTime() - start) / NANOSECONDS);
        metrics.mean("mcp/refused", answer.refused() ? 1 : 0);
        String shown = shortened(answer.text());
        return answer.refused()
                ? new TurnResult.Observation(config.error().replace(McpConfig.ERROR, shown), config.errorReward())
                : new TurnResult.Observation(config.result().replace(McpConfig.OUTPUT, shown), config.callReward());
    }

    private Answer answerTo(String turn) throws ServerFailure, InterruptedException {
        Optional<Markup.Call> call = markup.call(turn);
        if (call.isEmpty()) {
            return new Answer(markup.complaint(turn), true);
        }
        OfferedTool tool = Objects.requireNonNull(tools.get(call.get().tool()));
        Optional<Map<String, Object>> arguments =
                tool.arguments().read(call.get().input());
        if (arguments.isEmpty()) {
            return new Answer(tool.arguments().complaint(), true);
        }
        try {
            McpSchema.CallToolResult result = Objects.requireNonNull(sessions.get(tool.server()))
                    .call(tool.arguments().tool(), arguments.get());
            return new Answer(text(result), Boolean.TRUE.equals(result.isError()));
        } catch (McpError e) { // the server's refusal, of arguments it can't use for instance
            return new Answer(String.valueOf(e.getMessage()), true);
        }
    }

    /** The parts of a result, one below the other; what is not text is named. */
    private static String text(McpSchema.CallToolResult result) {
        List<String> parts = new ArrayList<>();
        for (McpSchema.Content part : result.content() == null ? List.<McpSchema.Content>of() : result.content()) {
            parts.add(text(part));
        }
        return parts.isEmpty() && result.structuredContent() != null
                ? Json.write(result.structuredContent())
                : String.join("\n", parts);
    }

    private static String text(McpSchema.Content part) {
        if (part instanceof McpSchema.TextContent text) {
            return text.text();
        }
        if (part instanceof McpSchema.EmbeddedResource embedded
                && embedded.resource() instanceof McpSchema.TextResourceContents text) {
            return text.text();
        }
        return "(" + part.type().toLowerCase(Locale.ROOT) + ")";
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
        sessions.values().forEach(ServerPool.Session::close);
    }
}
