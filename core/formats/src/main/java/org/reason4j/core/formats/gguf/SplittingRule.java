package org.reason4j.core.formats.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A way in which byte-level tokenizers cut a text before they merge. GGUF files name it; {@code tokenizer.json} spells it out. */
enum SplittingRule {
    /** That of GPT-2: words, numbers and signs with the space before them. */
    GPT2(List.of("gpt-2", "default", "olmo"), "", false, false, false),
    /** As GPT-2, with every digit alone. */
    DIGITS(
            List.of("smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"),
            "",
            false,
            false,
            false),
    LLAMA3(
            List.of("llama-bpe", "llama3", "llama-v3", "falcon3", "pixtral", "dbrx", "smaug-bpe"),
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            false,
            true,
            true),
    QWEN2(
            List.of("qwen2", "deepseek-r1-qwen", "megrez", "stablelm2"),
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            true,
            false,
            false),
    TEKKEN(
            List.of("tekken"),
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
                    + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            false,
            true,
            true);

    private final List<String> names;
    private final String pattern;
    private final boolean normalises;
    private final boolean ignoresMerges;
    private final boolean addsBeginning;

    /**
     * One rule.
     *
     * @param names in GGUF files; an exported file has the first
     * @param pattern of the pieces; empty for that of GPT-2
     * @param normalises whether the text is brought to Unicode's composed form first
     * @param ignoresMerges whether a piece that is a token stays whole
     * @param addsBeginning whether a text begins with the token for that where the file doesn't say
     */
    SplittingRule(
            List<String> names, String pattern, boolean normalises, boolean ignoresMerges, boolean addsBeginning) {
        this.names = names;
        this.pattern = pattern;
        this.normalises = normalises;
        this.ignoresMerges = ignoresMerges;
        this.addsBeginning = addsBeginning;
    }

    static Optional<SplittingRule> named(String name) {
        return Arrays.stream(values()).filter(rule -> rule.names.contains(name)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).flatMap(rule -> rule.names.stream()).collect(Collectors.joining(", "));
    }

    /** The rule that a {@code tokenizer.json} spells out, where it is one of these. */
    static Optional<SplittingRule> in(JsonNode tokenizer) {
        String given = text(tokenizer.path("pre_tokenizer"));
        return Arrays.stream(values())
                .filter(rule -> text(rule.preTokenizer()).equals(given))
                .findFirst();
    }

    /** The parts of a pre-tokenizer that decide about the pieces. */
    private static String text(JsonNode processor) {
        return switch (processor.path("type").asText()) {
            case "Sequence" -> {
                StringBuilder all = new StringBuilder();
                processor.path("pretokenizers").forEach(one -> all.append(text(one)));
                yield all.toString();
            }
            case "Split" -> "split " + processor.path("pattern") + processor.path("behavior");
            case "Digits" -> "digits " + processor.path("individual_digits").asBoolean();
            case "ByteLevel" ->
                "bytes " + processor.path("add_prefix_space").asBoolean()
                        + processor.path("use_regex").asBoolean(true);
            default -> processor.toString();
        };
    }

    /** Its name in an exported file. */
    String exported() {
        return names.get(0);
    }

    boolean ignoresMerges() {
        return ignoresMerges;
    }

    boolean addsBeginning() {
        return addsBeginning;
    }

    /** The normalizer of {@code tokenizer.json}. */
    JsonNode normalizer() {
        return normalises
                ? JsonNodeFactory.instance.objectNode().put("type", "NFC")
                : JsonNodeFactory.instance.nullNode();
    }

    /** The pre-tokenizer of {@code tokenizer.json}. */
    ObjectNode preTokenizer() {
        ObjectNode bytes = byteLevel(pattern.isEmpty());
        if (this == GPT2) {
            return bytes;
        }
        ObjectNode sequence = JsonNodeFactory.instance.objectNode().put("type", "Sequence");
        ArrayNode parts = sequence.putArray("pretokenizers");
        ObjectNode first = parts.addObject();
        if (pattern.isEmpty()) {
            first.put("type", "Digits").put("individual_digits", true);
        } else {
            first.put("type", "Split").putObject("pattern").put("Regex", pattern);
            first.put("behavior", "Isolated").put("invert", false);
        }
        parts.add(bytes);
        return sequence;
    }

    /** The step that spells bytes as characters, in one of its roles. */
    static ObjectNode byteLevel(boolean splits) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", splits);
    }
}
