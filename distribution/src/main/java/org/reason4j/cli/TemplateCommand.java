package org.reason4j.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.cli.console.Json;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.HubCache;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j template}: a conversation as the model reads it, and not a byte more. */
@Command(
        name = "template",
        description =
                "Prints a conversation as the chat template of a model writes it, in UTF-8, without a line break at"
                        + " the end.")
final class TemplateCommand implements Runnable {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "A model directory, or a downloaded model's name on the Hub.")
    private Path model;

    @Option(
            names = "--messages",
            required = true,
            paramLabel = "FILE.json",
            description = "A list of messages, each an object with role, content and whatever else the template knows.")
    private Path messages;

    @Option(names = "--tools", paramLabel = "FILE.json", description = "A list of tools.")
    private Optional<Path> tools = Optional.empty();

    @Option(
            names = "--no-generation-prompt",
            description = "End after the last message, instead of beginning the model's answer.")
    private boolean withoutPrompt;

    @Option(
            names = "--set",
            paramLabel = "key=json",
            description =
                    "One more argument of the template, such as enable_thinking=false. May be given several times.")
    private Map<String, String> further = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Map<String, @Nullable Object> arguments = new HashMap<>();
        arguments.put("add_generation_prompt", !withoutPrompt);
        tools.ifPresent(file ->
                arguments.put("tools", Json.read(file, new TypeReference<List<Object>>() {}, "a JSON list of tools")));
        further.forEach((name, json) -> arguments.put(name, Json.value("--set " + name, json)));
        List<Map<String, @Nullable Object>> conversation =
                Json.read(messages, new TypeReference<>() {}, "a JSON list of messages, each an object");
        PrintWriter out = spec.commandLine().getOut();
        out.print(ChatFormat.read(HubCache.ofProcess().model(model)).render(conversation, arguments));
        out.flush();
    }
}
