package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;

/** From the metadata of a GGUF file to {@code tokenizer.json} and {@code tokenizer_config.json}. */
final class TokenizerJson {

    static final String BYTE_LEVEL = "gpt2";
    static final String SENTENCE_PIECE = "llama";

    private static final String SPACE = "\u2581";

    private final GgufMetadata metadata;
    private final GgufTokens tokens;

    TokenizerJson(GgufMetadata metadata) {
        this.metadata = metadata;
        this.tokens = GgufTokens.read(metadata);
    }

    /** The content of {@code tokenizer.json}. */
    ObjectNode tokenizer() {
        String model = metadata.requireText(GgufTokens.MODEL);
        return switch (model) {
            case BYTE_LEVEL -> byteLevel();
            case SENTENCE_PIECE -> sentencePiece();
            default ->
                throw new ConfigException(metadata.source() + ": a tokenizer of the kind '" + model
                        + "' is not supported; expected gpt2 (BPE of bytes) or llama (SentencePiece)");
        };
    }

    /** The content of {@code tokenizer_config.json}. */
    ObjectNode config(int longest) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("model_max_length", longest).put("clean_up_tokenization_spaces", false);
        Map<String, String> special = new LinkedHashMap<>();
        special.put("bos_token", GgufTokens.BEGINNING);
        special.put("eos_token", GgufTokens.END);
        special.put("unk_token", GgufTokens.UNKNOWN);
        special.put("pad_token", GgufTokens.PADDING);
        special.forEach((name, key) -> tokens.id(metadata, key)
                .ifPresent(id -> config.put(name, tokens.texts().get(id))));
        addTemplates(config);
        return config;
    }

    private void addTemplates(ObjectNode config) {
        Map<String, String> templates = new LinkedHashMap<>();
        metadata.text(GgufTokens.CHAT_TEMPLATE).ifPresent(text -> templates.put("default", text));
        for (String key : metadata.values().keySet()) {
            if (key.startsWith(GgufTokens.CHAT_TEMPLATE + ".")) {
                templates.put(key.substring(GgufTokens.CHAT_TEMPLATE.length() + 1), metadata.requireText(key));
            }
        }
        if (templates.size() == 1 && templates.containsKey("default")) {
            config.put("chat_template", templates.get("default"));
        } else if (!templates.isEmpty()) {
            ArrayNode all = config.putArray("chat_template");
            templates.forEach((name, text) -> all.addObject().put("name", name).put("template", text));
        }
    }

    private ObjectNode byteLevel() {
        String name = metadata.text(GgufTokens.RULE).orElse("default");
        SplittingRule rule = SplittingRule.named(name)
                .orElseThrow(() -> new ConfigException(metadata.source() + ": '" + GgufTokens.RULE + "' is '" + name
                        + "', a way to cut texts that is not supported; expected one of " + SplittingRule.all()));
        ObjectNode json = root(rule.addsBeginning());
        json.set("normalizer", rule.normalizer());
        json.set("pre_tokenizer", rule.preTokenizer());
        json.set("decoder", SplittingRule.byteLevel(true));
        ObjectNode model = json.putObject("model").put("type", "BPE");
        model.put("byte_fallback", false).put("ignore_merges", rule.ignoresMerges());
        model.set("vocab", vocabulary());
        ArrayNode merges = model.putArray("merges");
        for (String merge : metadata.texts(GgufTokens.MERGES).orElse(List.of())) {
            int space = merge.indexOf(' ', 1);
            check(
                    space > 0 && space == merge.lastIndexOf(' ') && space < merge.length() - 1,
                    "%s: '%s' holds '%s', expected two tokens with a space between them",
                    metadata.source(),
                    GgufTokens.MERGES,
                    merge);
            merges.add(merge);
        }
        return json;
    }

    private ObjectNode sentencePiece() {
        boolean prefixed = metadata.flag(GgufTokens.ADDS_SPACE).orElse(true);
        ObjectNode json = root(true);
        ObjectNode normalizer = json.putObject("normalizer").put("type", "Sequence");
        ArrayNode steps = normalizer.putArray("normalizers");
        if (prefixed) {
            steps.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        steps.add(replacing(" ", SPACE));
        json.putNull("pre_tokenizer");
        ArrayNode decoders = json.putObject("decoder").put("type", "Sequence").putArray("decoders");
        decoders.add(replacing(SPACE, " "));
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        if (prefixed) {
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        ObjectNode model = json.putObject("model").put("type", "BPE");
        tokens.id(metadata, GgufTokens.UNKNOWN)
                .ifPresent(id -> model.put("unk_token", tokens.texts().get(id)));
        model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
        model.set("vocab", vocabulary());
        ArrayNode merges = model.putArray("merges");
        mergesByScore().forEach(merge -> merges.add(merge.left + " " + merge.right));
        return json;
    }

    private static ObjectNode replacing(String from, String to) {
        ObjectNode step = JsonNodeFactory.instance.objectNode().put("type", "Replace");
        step.putObject("pattern").put("String", from);
        return step.put("content", to);
    }

    private ObjectNode root(boolean beginsUnlessSaid) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", "1.0");
        json.putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < tokens.texts().size(); id++) {
            if (tokens.added(id)) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.texts().get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", tokens.types().get(id) == GgufTokens.OF_CONTROL);
            }
        }
        Optional<Integer> first = metadata.flag(GgufTokens.ADDS_BEGINNING).orElse(beginsUnlessSaid)
                ? tokens.id(metadata, GgufTokens.BEGINNING)
                : Optional.empty();
        Optional<Integer> last = metadata.flag(GgufTokens.ADDS_END).orElse(false)
                ? tokens.id(metadata, GgufTokens.END)
                : Optional.empty();
        if (first.isPresent() || last.isPresent()) {
            json.set("post_processor", framing(first, last));
        } else {
            json.putNull("post_processor");
        }
        return json;
    }

    /** The step that puts tokens before and after a text. */
    private ObjectNode framing(Optional<Integer> first, Optional<Integer> last) {
        ObjectNode step = JsonNodeFactory.instance.objectNode().put("type", "TemplateProcessing");
        ArrayNode single = step.putArray("single");
        ArrayNode pair = step.putArray("pair");
        ObjectNode special = step.putObject("special_tokens");
        for (int text = 0; text < 2; text++) {
            for (ArrayNode list : text == 0 ? List.of(single, pair) : List.of(pair)) {
                frame(list, special, first, text);
                list.addObject()
                        .putObject("Sequence")
                        .put("id", text == 0 ? "A" : "B")
                        .put("type_id", text);
                frame(list, special, last, text);
            }
        }
        return step;
    }

    private void frame(ArrayNode list, ObjectNode special, Optional<Integer> token, int text) {
        token.ifPresent(id -> {
            String content = tokens.texts().get(id);
            list.addObject().putObject("SpecialToken").put("id", content).put("type_id", text);
            ObjectNode described = special.putObject(content).put("id", content);
            described.putArray("ids").add(id);
            described.putArray("tokens").add(content);
        });
    }

    private ObjectNode vocabulary() {
        ObjectNode vocabulary = JsonNodeFactory.instance.objectNode();
        for (int id = 0; id < tokens.texts().size(); id++) {
            if (tokens.types().get(id) != GgufTokens.OF_UNUSED) {
                vocabulary.put(tokens.texts().get(id), id);
            }
        }
        return vocabulary;
    }

    /** Two tokens that together are a third, which has a score. */
    private record Merge(String left, String right, float score) {}

    /**
     * The merges that a vocabulary with scores stands for: every token from every two that are there, the highest score
     * first, as transformers derives them.
     */
    private List<Merge> mergesByScore() {
        List<Float> scores = metadata.numbers(GgufTokens.SCORES).orElse(List.of());
        check(
                scores.size() == tokens.texts().size(),
                "%s has %s tokens and %s scores of them, expected as many",
                metadata.source(),
                tokens.texts().size(),
                scores.size());
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < tokens.texts().size(); id++) {
            if (tokens.types().get(id) == GgufTokens.OF_NORMAL) {
                ids.put(tokens.texts().get(id), id);
            }
        }
        List<Merge> merges = new ArrayList<>();
        ids.forEach((text, id) -> {
            for (int cut = 1; cut < text.length(); cut++) {
                String left = text.substring(0, cut);
                String right = text.substring(cut);
                if (ids.containsKey(left) && ids.containsKey(right)) {
                    merges.add(new Merge(left, right, scores.get(id)));
                }
            }
        });
        merges.sort(Comparator.comparingDouble((Merge merge) -> merge.score)
                .thenComparingInt(merge -> merge.left.length())
                .thenComparingInt(merge -> merge.right.length())
                .reversed()
                .thenComparing(Merge::left)
                .thenComparing(Merge::right));
        return merges;
    }
}
