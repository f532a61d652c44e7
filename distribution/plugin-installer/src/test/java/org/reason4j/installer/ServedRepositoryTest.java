package org.reason4j.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

/** A repository behind HTTP that asks for a name and a password, on this machine. */
class ServedRepositoryTest {

    private static final String LIBRARY = "com.example:words:1.5";

    @TempDir
    Path scratch;

    private HttpServer server;
    private String address;

    @BeforeEach
    void serve() throws IOException {
        FileRepository repository =
                new FileRepository(scratch.resolve("repository")).add(LIBRARY, FileRepository.jar("words", "1.5"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpContext context = server.createContext("/maven/", exchange -> answer(exchange, repository.root()));
        context.setAuthenticator(new BasicAuthenticator("maven") {
            @Override
            public boolean checkCredentials(String name, String password) {
                return name.equals("somebody") && password.equals("correct horse");
            }
        });
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort() + "/maven/";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, Path root) throws IOException {
        Path file = root.resolve(exchange.getRequestURI().getPath().substring("/maven/".length()));
        try (exchange) {
            if (Files.isRegularFile(file)) {
                byte[] content = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private MavenClient client(String password) throws IOException {
        Path settings = Files.writeString(scratch.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <servers>
                    <server><id>house</id><username>somebody</username><password>%s</password></server>
                  </servers>
                  <mirrors><mirror><id>none</id><mirrorOf>central</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """.formatted(
                scratch.resolve("local"), password, scratch.resolve("none").toUri()));
        return new MavenAccess(Optional.of(settings), List.of("house::" + address), Optional.empty(), false).open();
    }

    @Test
    void credentialsOfTheSettingsOpenIt() throws IOException {
        try (MavenClient client = client("correct horse")) {
            ResolvedUnit unit = client.resolve(Coordinates.parse(LIBRARY));
            assertThat(unit.files()).hasSize(1);
            assertThat(unit.files().get(0).repository()).isEqualTo(address);
            assertThat(unit.files().get(0).file()).hasBinaryContent(FileRepository.jar("words", "1.5"));
        }
    }

    @Test
    void aRefusalIsToldWithoutThePassword() throws IOException {
        try (MavenClient client = client("wrong horse")) {
            assertThatThrownBy(() -> client.resolve(Coordinates.parse(LIBRARY)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("authentication")
                    .hasMessageContaining(address)
                    .hasMessageNotContaining("horse");
        }
    }

    @Test
    void aVersionThatIsNotThereIsAnsweredWithThoseThatAre() throws IOException {
        try (MavenClient client = client("correct horse")) {
            assertThatThrownBy(() -> client.resolve(Coordinates.parse("com.example:words:2.0")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("Versions there: 1.5.");
        }
    }
}
