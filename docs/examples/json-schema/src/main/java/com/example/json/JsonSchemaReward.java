package com.example.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * 1 for JSON that conforms to the schema of its example, {@code partial} for other JSON, 0 for none.
 *
 * <p>Schemas are those of JSON Schema 2020-12. A reference to another document is not followed: a dataset can't make the
 * trainer read addresses. An example whose schema cannot be read is unscorable, never 0.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, 2020-12</a>
 */
public final class JsonSchemaReward implements Reward {

    /** Duplicate keys and text after the value are no JSON; keys in order make equal values equal strings. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** The schema of schemas, which the library has with it. */
    private static final JsonSchema SCHEMAS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012));

    private final JsonSchemaConfig config;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

    public JsonSchemaReward(JsonSchemaConfig config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.field());
    }

    @Override
    public List<Score> score(Group group) {
        JsonSchema schema;
        try {
            schema = schema(group.prompt());
        } catch (JsonProcessingException | JsonSchemaException | IllegalArgumentException e) {
            String reason = "the field '" + config.field() + "' is no JSON schema: " + firstLine(e);
            return Reward.perTrajectory(group, trajectory -> Score.unscorable(reason));
        }
        return Reward.perTrajectory(group, trajectory -> Score.of(value(trajectory, schema)));
    }

    private double value(Trajectory trajectory, JsonSchema schema) {
        Optional<JsonNode> json = read(trajectory);
        if (json.isEmpty()) {
            return 0;
        }
        return schema.validate(json.get()).isEmpty() ? 1 : config.partial();
    }

    /** The JSON of a response with its keys in order, so that majority votes see equal values as equal. */
    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return read(trajectory)
                .map(json -> JSON.convertValue(json, Object.class))
                .map(JsonSchemaReward::write);
    }

    private Optional<JsonNode> read(Trajectory trajectory) {
        return JsonPlace.find(config.place(), trajectory.text()).flatMap(JsonSchemaReward::parse);
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(json -> !json.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty(); // what this reward is there to find out
        }
    }

    private JsonSchema schema(Prompt prompt) throws JsonProcessingException {
        Object field = prompt.fields().get(config.field());
        JsonNode schema = field instanceof String text ? JSON.readTree(text) : JSON.valueToTree(field);
        for (ValidationMessage violation : SCHEMAS.validate(schema)) {
            throw new IllegalArgumentException(violation.getMessage());
        }
        JsonSchema compiled = schemas.getSchema(schema);
        compiled.initializeValidators();
        return compiled;
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value that was read cannot be written", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
