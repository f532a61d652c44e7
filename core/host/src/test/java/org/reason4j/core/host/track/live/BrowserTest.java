package org.reason4j.core.host.track.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.engine.serve.PageServer;

/** The live page in Chromium, 390 pixels wide: a page of ours around it taps, presses keys and says what came of it. */
class BrowserTest {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long LONGEST = 120; // seconds

    @TempDir
    Path root;

    @TempDir
    Path profile;

    private static Path chromium() {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("No page was tried in a browser: none of " + NAMES + " is on the PATH.");
            abort("no browser");
        }
        return found.get();
    }

    private static byte[] driver() {
        try (InputStream in = Objects.requireNonNull(BrowserTest.class.getResourceAsStream("drive.html"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a visit to {@code /drive/} found. */
    private JsonNode visit(Path chromium, String url) throws IOException, InterruptedException {
        Path page = profile.resolve("page.html");
        Process process = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile.resolve("data"),
                        "--virtual-time-budget=60000",
                        "--dump-dom",
                        url + "drive/")
                .redirectOutput(page.toFile())
                .redirectError(profile.resolve("errors.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        String dumped = Files.readString(page);
        Matcher result = Pattern.compile("<pre id=\"result\">(.*?)</pre>", Pattern.DOTALL)
                .matcher(dumped);
        assertThat(result.find()).as(dumped).isTrue();
        return new ObjectMapper()
                .readTree(result.group(1)
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&"));
    }

    @Test
    void valuesComeByTapAndKeysAndTheNextStepComesByItselfWithoutMovingTheReader() throws Exception {
        Path chromium = chromium();
        Runs.write(root, 2);
        LivePages pages = LivePages.of(List.of(root));
        PageServer.Pages served = path -> switch (path) {
            case "/drive/" -> Optional.of(new PageServer.Page("text/html; charset=utf-8", driver(), "1"));
            case "/more/" -> {
                writeMore();
                yield Optional.of(new PageServer.Page("text/plain", new byte[0], "1"));
            }
            default -> pages.at(path);
        };
        try (PageServer server = new PageServer(0, "--port", served)) {
            JsonNode found = visit(chromium, server.url());
            assertThat(found.path("error").asText()).isEmpty();
            assertThat(found.path("sidewaysScroll").asInt()).isLessThanOrEqualTo(0);
            assertThat(found.path("first").asText()).isEqualTo("0.1");
            assertThat(found.path("said").asText()).isEqualTo("Step 1: reward 0.1");
            assertThat(found.path("second").asText()).isEqualTo("0.2");
            assertThat(found.path("escaped")).isEqualTo(found.path("last"));
            assertThat(found.path("tappedLeft").asText()).isEqualTo("0.1");
            assertThat(found.path("tappedRight").asText()).isEqualTo("0.2");
            assertThat(found.path("token").asText()).isEqualTo("advantage +1");
            assertThat(found.path("bubbles").asInt()).isZero();
            assertThat(found.path("secondToken").asText()).isEqualTo("advantage +1");
            assertThat(found.path("lastOfThree").asText()).isEqualTo("0.3");
            assertThat(found.path("replaced").asBoolean()).isTrue();
            assertThat(found.path("recipeOpen").asBoolean()).isTrue();
            assertThat(found.path("moved").asInt()).isBetween(-1, 1);
            assertThat(found.path("title").asText()).isEqualTo("sums · reason4j");
        }
    }

    private void writeMore() {
        try {
            Runs.write(root, 3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
