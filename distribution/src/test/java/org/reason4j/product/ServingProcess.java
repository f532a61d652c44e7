package org.reason4j.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/** A process of the product that serves, with new weights from below a directory, which has its log, too. */
final class ServingProcess {

    private static final Path LAUNCHER = Path.of("target/reason4j/bin/reason4j").toAbsolutePath();

    private ServingProcess() {}

    static Process start(int port, Path weights, Path directory) throws IOException {
        return new ProcessBuilder(
                        LAUNCHER.toString(),
                        "serve",
                        "--model=" + weights,
                        "--port=" + port,
                        "--precision=fp32",
                        "--device=cpu",
                        "--slots=8",
                        "--weights-below=" + directory)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("server-" + port + ".log").toFile()))
                .start();
    }

    /** Two ports that nothing listens at. */
    static List<Integer> freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(one.getLocalPort(), two.getLocalPort());
        }
    }
}
