package org.reason4j.environment.mcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;

/** An MCP server of the SDK whose tools answer, refuse, and break in many ways: on standard streams, or over HTTP. */
final class Server {

    private static final McpJsonMapper JSON = new JacksonMcpJsonMapper(new JsonMapper());
    private static final AtomicInteger CALLS = new AtomicInteger();

    private Server() {}

    /** The command that starts a server; {@code options} follow the class. */
    static List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName()));
        command.addAll(List.of(options));
        return command;
    }

    public static void main(String[] options) throws Exception {
        List<String> wanted = List.of(options);
        if (wanted.contains("http")) {
            overHttp();
        } else {
            withTools(McpServer.sync(new StdioServerTransportProvider(JSON)));
        }
        if (wanted.contains("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> sleep(600)));
        }
    }

    private static void overHttp() throws Exception {
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(JSON)
                .mcpEndpoint("/mcp")
                .build();
        withTools(McpServer.sync(transport));
        org.eclipse.jetty.server.Server server = new org.eclipse.jetty.server.Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(transport);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        System.out.println(connector.getLocalPort());
        server.join();
    }

    private static void withTools(McpServer.SyncSpecification<?> server) {
        server.serverInfo("demo", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .jsonSchemaValidator((schema, value) -> ValidationResponse.asValid(""))
                .toolCall(tool("add", "Adds two\n numbers.", "a", "integer", "b", "integer"), (x, call) -> add(call))
                .toolCall(tool("echo", "Says it again.", "text", "string"), (x, call) -> text(argument(call, "text")))
                .toolCall(tool("do", "", "what", "string"), (x, call) -> behave(argument(call, "what")))
                .build();
    }

    private static McpSchema.Tool tool(String name, String about, String... arguments) {
        Map<String, Object> properties = new java.util.LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            properties.put(arguments[i], Map.of("type", arguments[i + 1]));
        }
        Map<String, Object> schema = new java.util.LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", List.copyOf(properties.keySet()));
        return McpSchema.Tool.builder(name, schema).description(about).build();
    }

    private static String argument(CallToolRequest call, String name) {
        return String.valueOf(call.arguments().get(name));
    }

    private static CallToolResult add(CallToolRequest call) {
        long sum = ((Number) call.arguments().get("a")).longValue()
                + ((Number) call.arguments().get("b")).longValue();
        return text(String.valueOf(sum));
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).isError(false).build();
    }

    private static CallToolResult behave(String what) {
        int calls = CALLS.incrementAndGet();
        return switch (what) {
            case "calls" -> text(String.valueOf(calls));
            case "pid" -> text(String.valueOf(ProcessHandle.current().pid()));
            case "variables" ->
                text(String.join(" ", new TreeSet<>(System.getenv().keySet())));
            case "directory" -> text(Path.of("").toAbsolutePath() + "|" + System.getenv("HOME"));
            case "refuse" ->
                CallToolResult.builder()
                        .addTextContent("not today")
                        .isError(true)
                        .build();
            case "throw" -> throw new IllegalArgumentException("no such thing");
            case "two" ->
                CallToolResult.builder()
                        .addTextContent("one")
                        .addContent(new McpSchema.ImageContent(null, "AAAA", "image/png", null))
                        .build();
            default -> misbehave(what);
        };
    }

    private static CallToolResult misbehave(String what) {
        switch (what) {
            case "crash" -> {
                System.err.println("disk on fire");
                Runtime.getRuntime().halt(7);
            }
            case "hang" -> sleep(600);
            case "rubbish" -> System.out.println("this is no message");
            case "long" -> System.out.println("x".repeat(5_000_000));
            case "chatty" -> System.err.println("y".repeat(1 << 20));
            case "child" -> {
                return text(String.valueOf(child().pid()));
            }
            default -> throw new IllegalArgumentException("unknown: " + what);
        }
        if (what.equals("rubbish") || what.equals("long")) {
            sleep(600);
        }
        return text("ok");
    }

    private static Process child() {
        try {
            return new ProcessBuilder("setsid", "sleep", "300").start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
