package org.reason4j.core.engine.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.plugin.ConfigException;

@Timeout(60)
class PageServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final PageServer server = new PageServer(0, "--port", PageServerTest::page);

    private static Optional<PageServer.Page> page(String path) {
        if (path.equals("/broken/")) {
            throw new IllegalStateException("line 3 of metrics.jsonl");
        }
        return Optional.of(path)
                .filter("/"::equals)
                .map(any -> new PageServer.Page("text/html", "<p>é</p>".getBytes(StandardCharsets.UTF_8), "v1"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aPageIsSentOnceAndAgainWhenItIsAnotherOne() throws Exception {
        HttpResponse<String> first = get("");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("<p>é</p>");
        assertThat(first.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(get("", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("", "If-None-Match", "\"v0\"").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotThereOrFailsIsSaid() throws Exception {
        assertThat(get("secret").statusCode()).isEqualTo(404);
        assertThat(get("broken/").body()).contains("line 3 of metrics.jsonl");
        HttpRequest post = HttpRequest.newBuilder(URI.create(server.url()))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void aPageOfAnotherServerCantReadIt() throws Exception {
        HttpResponse<String> ofAnotherPage = get("", "Origin", "https://example.org");
        assertThat(ofAnotherPage.statusCode()).isEqualTo(403);
        assertThat(ofAnotherPage.body()).doesNotContain("--allow");
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) { // a name that was pointed at this machine
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 403")
                        .doesNotContain("--allow");
            }
        }
    }

    @Test
    void itListensAtTheLoopbackAddressAndAPortThatIsTakenIsTold() {
        assertThat(server.url()).startsWith("http://127.0.0.1:");
        assertThatThrownBy(() ->
                        new PageServer(URI.create(server.url()).getPort(), "--watch-port", path -> Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Can't listen at 127.0.0.1:")
                .hasMessageContaining("Choose another --watch-port");
    }
}
