package org.reason4j.reward.structured.external;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that pays for short responses, and does what the first of them says: it breaks the protocol, waits, leaves
 * children, or ends.
 */
public final class LengthChecker {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LengthChecker() {}

    /** The command that starts it. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LengthChecker.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Reads requests until the end of its input. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (arguments.length > 0) {
            System.err.println("I can't begin: " + arguments[0]);
            System.exit(3);
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String first = JSON.readTree(line).at("/responses/0/text").asText();
            switch (first) {
                case "end" -> {
                    System.err.println("I was told to end");
                    System.exit(7);
                }
                case "babble" -> out.println("no JSON at all");
                case "twice" -> out.println(reply(line) + "\n" + reply(line));
                case "hang" -> Thread.sleep(3_600_000);
                case "child" -> {
                    long child = new ProcessBuilder("sleep", "3600").start().pid();
                    out.println("{\"scores\": [" + child + "]}");
                }
                default -> out.println(reply(line));
            }
        }
    }

    /** {@code 1 / (1 + tokens)} for each response; some have an outcome of their own. */
    public static String reply(String request) throws IOException {
        ObjectNode reply = JSON.createObjectNode();
        ArrayNode scores = reply.putArray("scores");
        for (JsonNode response : JSON.readTree(request).path("responses")) {
            switch (response.path("text").asText()) {
                case "unclear" ->
                    scores.addObject().put("outcome", "unscorable").put("reason", "it can be read in two ways");
                case "broken" -> scores.addObject().put("outcome", "failed").put("reason", "the prover crashed");
                case "half" ->
                    scores.addObject().put("outcome", "value").put("value", 0.5).put("answer", "1/2");
                default -> scores.add(1.0 / (1 + response.path("tokens").asInt()));
            }
        }
        return JSON.writeValueAsString(reply);
    }
}
