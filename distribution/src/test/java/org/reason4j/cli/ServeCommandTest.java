package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(240)
class ServeCommandTest {

    private static final Pattern ADDRESS = Pattern.compile("Serving llama at (http://[0-9.]+:\\d+)/v1");

    private final HttpClient client = HttpClient.newHttpClient();

    /** What is to be seen of a server while it serves. */
    private interface Visit {
        void at(String address) throws Exception;
    }

    @Test
    void itSaysWhereItServesAndServesThereUntilItIsStopped() throws Exception {
        String[] served = new String[1];
        String complaints = serve(
                address -> {
                    served[0] = address;
                    assertThat(get(address + "/v1/models").body()).contains("\"id\":\"llama\"");
                },
                "--host=127.0.0.1");
        assertThat(complaints).isEmpty();
        assertThatThrownBy(() -> get(served[0] + "/health")).isInstanceOf(ConnectException.class);
    }

    @Test
    void whereOtherMachinesReachItAKeyIsRecommendedOrRequired() throws Exception {
        assertThat(serve(address -> {}, "--host=0.0.0.0"))
                .contains("Other machines can reach 0.0.0.0", "--api-key-variable NAME");
        assertThat(serve(
                        address -> {
                            assertThat(get(address + "/v1/models").statusCode()).isEqualTo(401);
                            assertThat(get(address + "/health").statusCode()).isEqualTo(200);
                        },
                        "--host=0.0.0.0",
                        "--api-key-variable=PATH")) // any variable that is set
                .isEmpty();
    }

    /** Serves, visits, stops, and returns what went to standard error. */
    private static String serve(Visit visit, String... options) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> typed = new ArrayList<>(List.of(
                "serve", "--model", CommandTester.llama().toString(), "--port=0", "--device=cpu", "--precision=fp32"));
        typed.addAll(List.of(options));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> exit = thread.submit(() -> Main.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute(typed.toArray(String[]::new)));
            visit.at(address(out, exit));
            thread.shutdownNow();
            assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
            return err.toString();
        } finally {
            thread.shutdownNow();
        }
    }

    private static String address(StringWriter out, Future<Integer> exit) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < end && !exit.isDone()) {
            Matcher found = ADDRESS.matcher(out.toString());
            if (found.find()) {
                return found.group(1);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("It did not say where it serves: " + out);
    }

    private HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri.replace("0.0.0.0", "127.0.0.1")))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 70000          | --port is 70000, expected 0 to 65535",
                "--slots 0             | --slots must be positive, got 0",
                "--queue -1            | --queue must be 0 or positive, got -1",
                "--max-tokens 0        | --max-tokens must be positive, got 0",
                "--connections 0       | --connections is 0, expected 1 to 10000",
                "--max-body-bytes 0    | --max-body-bytes is 0, expected 1 to 1073741824",
                "--client-timeout 1    | --client-timeout is 1.0 s, expected 2 to 2592000",
                "--answer-timeout 0    | --answer-timeout is 0.0 s, expected 2 to 2592000",
                "--api-key-variable NO_SUCH_VARIABLE | environment variable NO_SUCH_VARIABLE, which is not set",
                "--allow-host a:1      | --allow-host is 'a:1', expected a name without a port",
                "--allow-origin *      | --allow-origin is '*', expected one such as https://example.org",
                "--allow-origin https://a.example/b | expected one such as https://example.org, without a path",
                "--host no.such.host.invalid --port 0 --device cpu | --host is 'no.such.host.invalid'",
                "--precision fp8       | --precision is 'fp8', expected auto, bf16, fp16 or fp32",
            })
    void whatCannotBeServedIsRefused(String options, String complaint) {
        String[] typed = ("serve --model " + CommandTester.llama() + " " + options).split(" ");
        var outcome = CommandTester.run((Object[]) typed);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(complaint).doesNotContain("\tat ");
    }
}
