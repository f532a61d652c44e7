package org.reason4j.environment.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.environment.TurnResult.Observation;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.environment.mcp.server.ServerConfig;
import org.reason4j.environment.mcp.server.ServerFailure;
import org.reason4j.testkit.RecordedMetrics;

/** The environment with servers of the SDK, each a process of its own. */
class McpServersIT {

    private static final Prompt PROMPT = Prompt.of("p1", List.of(Message.user("?")), new int[] {1});
    private static final double LONG = 60;

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static ServerConfig stdio(int poolSize, double deadlineSeconds, String... options) {
        return new ServerConfig(
                "demo",
                Server.command(options),
                "",
                "",
                Optional.empty(),
                List.of(),
                Map.of("MODE", "strict"),
                List.of(),
                poolSize,
                LONG,
                deadlineSeconds,
                0.5);
    }

    private static ServerConfig program(String command) {
        return new ServerConfig(
                "files",
                List.of(command),
                "",
                "",
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                1,
                LONG,
                LONG,
                0.5);
    }

    private static ServerConfig http(String url, double deadlineSeconds) {
        return new ServerConfig(
                "demo",
                List.of(),
                url,
                "",
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                2,
                LONG,
                deadlineSeconds,
                0.5);
    }

    private McpTools tools(ServerConfig... servers) {
        return new McpTools(
                new McpConfig("[", "]", "={output};", "?{error};", 80, 0.25, -0.5, List.of(servers)), metrics);
    }

    private static TurnResult ask(McpTools tools, String call) throws Exception {
        try (Episode episode = tools.begin(PROMPT, 0)) {
            return episode.answer(call);
        }
    }

    private static String read(TurnResult result) {
        String text = ((Observation) result).text();
        assertThat(text).startsWith("=").endsWith(";");
        return text.substring(1, text.length() - 1);
    }

    private static ProcessHandle process(McpTools tools) throws Exception {
        return ProcessHandle.of(Long.parseLong(read(ask(tools, "[do: pid]")))).orElseThrow();
    }

    private static void assertGone(ProcessHandle process) throws Exception {
        process.onExit().get(60, TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void resultsErrorsAndRefusalsAreObservations() throws Exception {
        try (McpTools tools = tools(stdio(1, LONG))) {
            assertThat(ask(tools, "So [add: {\"a\": 40, \"b\": 2}]")).isEqualTo(new Observation("=42;", 0.25));
            assertThat(ask(tools, "[echo: π≈3 🙂]")).isEqualTo(new Observation("=π≈3 🙂;", 0.25));
            assertThat(ask(tools, "[do: two]")).isEqualTo(new Observation("=one\n(image);", 0.25));
            assertThat(ask(tools, "[do: refuse]")).isEqualTo(new Observation("?not today;", -0.5));
            assertThat(((Observation) ask(tools, "[do: throw]")).text())
                    .startsWith("?")
                    .contains("no such thing");
            assertThat(ask(tools, "[nobody: 1]"))
                    .isEqualTo(new Observation("?a call names one of add, echo, do, then a colon;", -0.5));
            assertThat(((Observation) ask(tools, "[add: 40 and 2]")).text())
                    .startsWith("?the arguments of add are a JSON object of the schema");
            assertThat(ask(tools, "It is 42.")).isEqualTo(new TurnResult.Done(0));
            assertThat(metrics.means().get("mcp/refused")).containsExactly(0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0);
        }
    }

    @Test
    void thePolicyIsToldEveryToolWithItsSchema() {
        try (McpTools tools = tools(stdio(1, LONG))) {
            assertThat(tools.instructions())
                    .startsWith("To call a tool, write [NAME: ARGUMENTS] with the arguments as a JSON object")
                    .contains("You then read =the result;.")
                    .contains(
                            "\n- add: Adds two numbers. Arguments: {\"type\":\"object\",\"properties\":{\"a\":{\"type\":"
                                    + "\"integer\"},\"b\":{\"type\":\"integer\"}},\"required\":[\"a\",\"b\"]}\n")
                    .contains("\n- do Arguments: {\"type\":\"object\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "crash, ended with exit code 7 before it answered. Its last lines on stderr:, disk on fire",
        "rubbish, was killed: it wrote a line that is no message of the protocol: 'this is no message', stderr",
        "long, was killed: it wrote a line of more than 4194304 characters, stderr",
    })
    void aServerThatBreaksFailsItsOwnTrajectoryAndIsStartedAgainForTheNext(String what, String message, String words)
            throws Exception {
        try (McpTools tools = tools(stdio(1, LONG))) {
            ProcessHandle first = process(tools);
            assertThatThrownBy(() -> ask(tools, "[do: " + what + "]"))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageStartingWith("MCP server 'demo' (")
                    .hasMessageContaining(message)
                    .hasMessageContaining(words);
            assertGone(first);
            assertThat(read(ask(tools, "[do: calls]"))).isEqualTo("1");
            assertThat(metrics.sums().get("mcp/started")).isEqualTo(1);
        }
    }

    @Test
    void aServerThatHangsMissesItsDeadlineAndIsKilledWhileOthersAnswer() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try (McpTools tools = tools(stdio(0, 5));
                Episode other = tools.begin(PROMPT, 1);
                Episode hanging = tools.begin(PROMPT, 2)) {
            assertThat(read(other.answer("[do: calls]"))).isEqualTo("1");
            ProcessHandle process = ProcessHandle.of(Long.parseLong(read(hanging.answer("[do: pid]"))))
                    .orElseThrow();
            Future<TurnResult> late = threads.submit(() -> hanging.answer("[do: hang]"));
            assertThat(read(other.answer("[do: calls]"))).isEqualTo("2");
            assertThatThrownBy(() -> late.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("did not answer within 5.0 seconds and was killed");
            assertGone(process);
            assertThat(read(other.answer("[do: calls]"))).isEqualTo("3");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aPoolIsNeverLargerThanItsSizeAndAServerServesOneCallAtATime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (McpTools tools = tools(stdio(2, LONG))) {
            List<Future<String>> asked = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                asked.add(threads.submit(() -> read(ask(tools, "[do: pid]"))));
            }
            Set<String> seen = new HashSet<>();
            for (Future<String> pid : asked) {
                seen.add(pid.get(120, TimeUnit.SECONDS));
            }
            assertThat(seen).hasSizeBetween(1, 2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void muchOnStderrBlocksNothing() throws Exception {
        try (McpTools tools = tools(stdio(1, LONG))) {
            assertThat(read(ask(tools, "[do: chatty]"))).isEqualTo("ok");
        }
    }

    @Test
    void aServerThatDoesNotWantToEndIsKilledWithAllThatItStarted() throws Exception {
        assumeTrue(OS.LINUX.isCurrentOs(), "orphans are found on Linux alone");
        ProcessHandle process;
        ProcessHandle child;
        try (McpTools tools = tools(stdio(1, LONG, "stubborn"))) {
            process = process(tools);
            child = ProcessHandle.of(Long.parseLong(read(ask(tools, "[do: child]"))))
                    .orElseThrow();
            assertThat(child.isAlive()).isTrue();
        }
        assertGone(process);
        assertGone(child);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aServerSeesACleanedEnvironmentAndADirectoryOfItsOwnThatEndsWithIt() throws Exception {
        assumeTrue(System.getenv("OMP_WAIT_POLICY") != null, "the build sets this variable");
        Path home;
        try (McpTools tools = new McpTools(
                new McpConfig("[", "]", "={output};", "?{error};", 1000, 0, 0, List.of(stdio(1, LONG))), metrics)) {
            assertThat(read(ask(tools, "[do: variables]")).split(" "))
                    .contains("PATH", "HOME", "TMPDIR", "MODE")
                    .isSubsetOf(
                            "PATH", "LANG", "LC_ALL", "TZ", "HOME", "TMPDIR", "TEMP", "TMP", "MODE", "REASON4J_MCP");
            String[] directory = read(ask(tools, "[do: directory]")).split("\\|");
            home = Path.of(directory[1]);
            assertThat(Path.of(directory[0]).toRealPath()).isEqualTo(home.toRealPath());
        }
        assertThat(home).doesNotExist();
    }

    @Test
    void aServerOverHttpAnswersRefusesAndHangs() throws Exception {
        Process server = new ProcessBuilder(Server.command("http"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String port = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            try (McpTools tools = tools(http("http://127.0.0.1:" + port + "/mcp", 5))) {
                assertThat(read(ask(tools, "[add: {\"a\": 40, \"b\": 2}]"))).isEqualTo("42");
                assertThat(ask(tools, "[do: refuse]")).isEqualTo(new Observation("?not today;", -0.5));
                assertThatThrownBy(() -> ask(tools, "[do: hang]"))
                        .isInstanceOf(ServerFailure.class)
                        .hasMessageContaining("did not answer within 5.0 seconds");
                assertThat(read(ask(tools, "[echo: again]"))).isEqualTo("again");
                assertThatThrownBy(() -> ask(tools, "[do: crash]")).isInstanceOf(ServerFailure.class);
                assertThatThrownBy(() -> ask(tools, "[echo: again]"))
                        .isInstanceOf(ServerFailure.class)
                        .hasMessageContaining("MCP server 'demo' (http://127.0.0.1:" + port + "/mcp)");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void aServerThatIsNotThereOrLacksAToolIsToldBeforeTraining() {
        assertThatThrownBy(() -> tools(program("no-such-program-1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("MCP server 'files' (no-such-program-1) can't be started");
        assertThatThrownBy(() -> tools(program("false")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ended with exit code 1 before it answered");
        ServerConfig demo = stdio(1, LONG);
        ServerConfig wrong = new ServerConfig(
                demo.name(),
                demo.command(),
                "",
                "",
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of("subtract"),
                1,
                LONG,
                LONG,
                0.5);
        assertThatThrownBy(() -> tools(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessage("MCP server 'demo' has no tool 'subtract'; it has add, echo, do");
    }
}
