package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;

/** The special tokens that a {@code tokenizer.json} puts before a text, such as {@code <s>}, as its post-processor says. */
final class SequenceBeginning {

    private SequenceBeginning() {}

    /** Returns their ids; none if the file names none. */
    static int[] of(JsonNode tokenizer) {
        return first(tokenizer.path("post_processor")).toArray();
    }

    private static IntStream first(JsonNode processor) {
        return switch (processor.path("type").asText()) {
            case "TemplateProcessing" -> template(processor);
            case "BertProcessing", "RobertaProcessing" ->
                IntStream.of(processor.path("cls").path(1).asInt());
            case "Sequence" -> inOrder(processor.path("processors"));
            default -> IntStream.empty(); // such as ByteLevel, which adds none
        };
    }

    /** Of several processors the last that adds tokens stands outermost. */
    private static IntStream inOrder(JsonNode processors) {
        IntStream all = IntStream.empty();
        for (JsonNode processor : processors) {
            all = IntStream.concat(first(processor), all);
        }
        return all;
    }

    private static IntStream template(JsonNode processor) {
        IntStream.Builder ids = IntStream.builder();
        for (JsonNode piece : processor.path("single")) {
            JsonNode token = piece.path("SpecialToken").path("id");
            if (token.isMissingNode()) {
                break; // the text itself; what follows it ends a sequence
            }
            processor.path("special_tokens").path(token.asText()).path("ids").forEach(id -> ids.add(id.asInt()));
        }
        return ids.build();
    }
}
