package org.reason4j.core.formats.template;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.JavaValues;
import org.reason4j.core.formats.template.value.TemplateException;

/**
 * Turns a conversation into the text that a model was trained on, following the Jinja template that is published with the
 * model.
 *
 * <p>It renders what Python's jinja2 renders with the settings of Hugging Face transformers: {@code trim_blocks} and
 * {@code lstrip_blocks}, {@code break} and {@code continue}, a {@code tojson} that escapes no HTML, {@code raise_exception},
 * {@code strftime_now} and {@code {% generation %}}. Lists and dicts can't be changed by a template.
 *
 * <p>A template and its rendering are bounded, whatever the template says: its length, levels inside each other, steps, and the
 * characters and items that it makes. See {@link Budget} for the amounts; published templates use less than a hundredth.
 *
 * <p>A template is immutable and can be used by several threads.
 */
public final class ChatTemplate {

    /** Characters of the longest template; published ones have some ten thousand. */
    public static final int LONGEST = 262_144;

    private final Statement.Body body;
    private final Map<String, Object> globals;

    private ChatTemplate(Statement.Body body, Map<String, Object> globals) {
        this.body = body;
        this.globals = globals;
    }

    /**
     * Reads a template whose {@code strftime_now} follows the clock of this machine.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the source is not a template; the message names the line
     */
    public static ChatTemplate parse(String source) {
        return parse(source, Clock.systemDefaultZone());
    }

    /**
     * Reads a template whose {@code strftime_now} follows the given clock.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the source is not a template; the message names the line
     */
    public static ChatTemplate parse(String source, Clock clock) {
        return new ChatTemplate(Parser.parse(source), Globals.with(clock));
    }

    /**
     * Renders a conversation.
     *
     * @param messages the turns in order, each with at least {@code role} and {@code content}
     * @param arguments what else the template can ask for, such as {@code add_generation_prompt}, {@code tools},
     *     {@code documents}, {@code bos_token}, {@code eos_token} or {@code enable_thinking}; a missing one is undefined and
     *     a {@code null} is {@code None}. Values are strings, numbers, booleans, lists and maps of such.
     * @throws TemplateException if the template rejects the conversation, or can't handle a value in it
     */
    public String render(List<? extends Map<String, ?>> messages, Map<String, ?> arguments) {
        Map<String, Object> context = new HashMap<>(globals);
        JavaValues values = new JavaValues();
        arguments.forEach((name, value) -> context.put(name, values.of(value)));
        context.put("messages", values.of(messages));
        return Budget.during(values.size(), () -> TemplateEvaluator.render(body, context));
    }
}
