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

    private static final Pattern ADDRESS = Pattern.compile("Serving llama at (http://127\\.0\\.0\\.1:\\d+)/v1");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void itSaysWhereItServesAndServesThereUntilItIsStopped() throws Exception {
        StringWriter out = new StringWriter();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> exit = thread.submit(() -> Main.commandLine()
                    .setOut(new PrintWriter(out))
                    .execute(
                            "serve",
                            "--model",
                            CommandTester.llama().toString(),
                            "--port=0",
                            "--device=cpu",
                            "--precision=fp32"));
            String address = address(out, exit);
            assertThat(get(address + "/v1/models")).contains("\"id\":\"llama\"");
            thread.shutdownNow();
            assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
            assertThatThrownBy(() -> get(address + "/health")).isInstanceOf(ConnectException.class);
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

    private String get(String uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 70000          | --port is 70000, expected 0 to 65535",
                "--slots 0             | --slots must be positive, got 0",
                "--queue -1            | --queue must be 0 or positive, got -1",
                "--max-tokens 0        | --max-tokens must be positive, got 0",
                "--host no.such.host.invalid --port 0 --device cpu | --host is 'no.such.host.invalid'",
                "--precision fp8       | --precision is 'fp8', expected auto, bf16 or fp32",
            })
    void whatCannotBeServedIsRefused(String options, String complaint) {
        String[] typed = ("serve --model " + CommandTester.llama() + " " + options).split(" ");
        var outcome = CommandTester.run((Object[]) typed);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(complaint).doesNotContain("\tat ");
    }
}
