package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.ModelSizes;
import org.reason4j.core.formats.family.supported.Families;
import org.reason4j.core.formats.file.JsonFile;

/** From the keys of {@code config.json} to a {@link ModelConfig}; absent keys mean what they mean to transformers. */
record ModelConfigReader(JsonFile config, Optional<JsonFile> generation) {

    ModelConfig read() {
        Family family = Families.of(config);
        checkUnquantized();
        FamilyDefaults defaults = family.defaults();
        ModelSizes sizes = sizes(defaults);
        int maxPositions = config.positive("max_position_embeddings");
        Architecture architecture = family.describe(new FamilyConfig(config, sizes, maxPositions, defaults.theta()));
        int vocabulary = config.positive("vocab_size");
        return new ModelConfig(
                family,
                vocabulary,
                sizes,
                config.number("rms_norm_eps", defaults.normEpsilon()),
                config.flag("tie_word_embeddings", defaults.tiedEmbeddings()),
                architecture,
                architecture.rotation().longest(maxPositions),
                config.number("initializer_range", 0.02),
                endOfSequence(vocabulary),
                id("bos_token_id", vocabulary),
                id("pad_token_id", vocabulary),
                config.source(),
                config.root());
    }

    private void checkUnquantized() {
        check(
                config.find("quantization_config").isEmpty(),
                "%s: 'quantization_config' is set, but quantized weights can't be trained. Use the unquantized model.",
                config.source());
    }

    private ModelSizes sizes(FamilyDefaults defaults) {
        int heads = config.positive("num_attention_heads");
        return new ModelSizes(
                config.positive("hidden_size"),
                config.positive("intermediate_size"),
                config.positive("num_hidden_layers"),
                heads,
                keyValueHeads(defaults, heads),
                headSize(defaults, heads));
    }

    private int keyValueHeads(FamilyDefaults defaults, int heads) {
        boolean required = !defaults.keysForEachHead() && !config.root().has("num_key_value_heads");
        int keyValueHeads =
                required ? config.positive("num_key_value_heads") : config.positive("num_key_value_heads", heads);
        check(
                heads % keyValueHeads == 0,
                "%s: num_attention_heads %s is not a multiple of num_key_value_heads %s",
                config.source(),
                heads,
                keyValueHeads);
        return keyValueHeads;
    }

    private int headSize(FamilyDefaults defaults, int heads) {
        int hidden = config.positive("hidden_size");
        boolean divided = defaults.headSize() == 0;
        if (config.find("head_dim").isEmpty() && divided) {
            check(
                    hidden % heads == 0,
                    "%s: hidden_size %s is not a multiple of num_attention_heads %s, and there is no head_dim",
                    config.source(),
                    hidden,
                    heads);
        }
        int headSize = config.positive("head_dim", divided ? hidden / heads : defaults.headSize());
        check(headSize % 2 == 0, "%s: the head size is %s, expected an even number", config.source(), headSize);
        return headSize;
    }

    private List<Integer> endOfSequence(int vocabulary) {
        List<Integer> ids = generation.map(file -> ids(file, vocabulary)).orElse(List.of());
        return ids.isEmpty() ? ids(config, vocabulary) : ids;
    }

    private static List<Integer> ids(JsonFile file, int vocabulary) {
        List<Integer> ids = new ArrayList<>();
        given(file, "eos_token_id").ifPresent(value -> {
            if (value.isArray()) {
                value.forEach(id -> ids.add(checked(file, "eos_token_id", id, vocabulary)));
            } else {
                ids.add(checked(file, "eos_token_id", value, vocabulary));
            }
        });
        return ids.stream().distinct().toList();
    }

    private OptionalInt id(String key, int vocabulary) {
        IntStream found = given(config, key)
                .map(value -> IntStream.of(checked(config, key, value, vocabulary)))
                .or(() -> generation.flatMap(
                        file -> given(file, key).map(value -> IntStream.of(checked(file, key, value, vocabulary)))))
                .orElseGet(IntStream::empty);
        return found.findFirst();
    }

    /** An id that is set: -1 stands for none in many files. */
    private static Optional<JsonNode> given(JsonFile file, String key) {
        return file.find(key).filter(value -> !value.isIntegralNumber() || value.asInt() != -1);
    }

    private static int checked(JsonFile file, String key, JsonNode id, int vocabulary) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= vocabulary) {
            throw new ConfigException(file.source() + ": '" + key + "' holds " + id + ", expected an id from 0 to "
                    + (vocabulary - 1) + " (vocab_size " + vocabulary + ")");
        }
        return id.intValue();
    }
}
