package org.reason4j.reward.structured;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.reason4j.reward.structured.external.HttpReward;
import org.reason4j.reward.structured.external.LengthChecker;
import org.reason4j.reward.structured.external.ProgramReward;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Samples;

class StructuredContractTest extends PluginContract {

    private static HttpServer server;
    private static ExecutorService threads;

    StructuredContractTest() {
        super(new StructuredPlugin());
    }

    /** A server that pays for short responses, as the program does. */
    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/score", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] reply = LengthChecker.reply(request).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    protected Record settings(Offered<?> component) {
        return switch (component.name()) {
            case "program" -> new ProgramReward.Config(LengthChecker.command(), Optional.empty(), Map.of(), 2, 60, 3);
            case "http" ->
                new HttpReward.Config(
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/score", "", 30, 1, 0.1, 1, 4);
            default -> component.defaults();
        };
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        Materials standard = Materials.standard();
        return switch (component.name()) {
            case "sql" ->
                standard.withResponses(
                        Samples.prompt("sql", "all of t")
                                .withFields(Map.of(
                                        "schema", "CREATE TABLE t(a); INSERT INTO t VALUES(1), (2)",
                                        "query", "SELECT a FROM t",
                                        "SQL", "SELECT a FROM t")),
                        "```sql\nSELECT a FROM t\n```",
                        "```sql\nSELECT 1\n```",
                        "SELECT a FROM t",
                        "```sql\nSELECT a, FROM t\n```");
            case "json-conforms" ->
                standard.withResponses(
                        Samples.prompt("json", "a number").withFields(Map.of("schema", Map.of("type", "integer"))),
                        "```json\n4\n```",
                        "```json\n\"four\"\n```",
                        "4");
            case "json-fields" ->
                standard.withResponses(
                        Samples.prompt("json", "who")
                                .withFields(Map.of("answer", "{\"name\": \"Ada\", \"born\": 1815}")),
                        "```json\n{\"name\": \"Ada\", \"born\": 1815}\n```",
                        "```json\n{\"name\": \"Ada\"}\n```",
                        "```json\n[]\n```",
                        "Ada");
            default -> standard;
        };
    }
}
