package org.reason4j.reward.structured.json;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.structured.text.Place;

/**
 * 1 for JSON that conforms to the schema of its example, {@code partial} for other JSON, 0 for none.
 *
 * <p>Schemas are those of JSON Schema 2020-12. A reference to another document is not followed: a dataset can't make the
 * trainer read addresses. A schema that can't be read is a fault of the dataset: its example is failed.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, 2020-12</a>
 */
public final class JsonConforms implements Reward {

    /**
     * Settings of the reward for JSON of a schema.
     *
     * @param place place of the JSON in the response
     * @param field field with the schema, as an object or as text
     * @param partial reward of JSON that violates the schema, in [0, 1)
     */
    public record Config(Place place, String field, double partial) {

        /** In the last fence; all or nothing. */
        public static final Config DEFAULTS = new Config(Place.FENCE, "schema", 0);

        public Config {
            check(!field.isBlank(), "json-conforms.field is empty, expected the field with the schema");
            check(partial >= 0 && partial < 1, "json-conforms.partial must be in [0, 1), got %s", partial);
        }
    }

    /** The schema of schemas, which the library has with it. */
    private static final JsonSchema SCHEMAS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012));

    private final Config config;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

    public JsonConforms(Config config) {
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
            schema = schema(Json.ofField(group.prompt().fields().get(config.field())));
        } catch (JsonProcessingException | JsonSchemaException | IllegalArgumentException e) {
            String reason = "the dataset is at fault: the field '" + config.field() + "' is no JSON schema: "
                    + Json.firstLine(e);
            return Collections.nCopies(group.size(), Score.failed(reason));
        }
        return Reward.perTrajectory(group, trajectory -> Score.of(value(trajectory, schema)));
    }

    private double value(Trajectory trajectory, JsonSchema schema) {
        return read(trajectory)
                .map(json -> schema.validate(json).isEmpty() ? 1 : config.partial())
                .orElse(0.0);
    }

    private JsonSchema schema(JsonNode json) {
        for (ValidationMessage violation : SCHEMAS.validate(json)) {
            throw new IllegalArgumentException(violation.getMessage());
        }
        JsonSchema compiled = schemas.getSchema(json);
        compiled.initializeValidators();
        return compiled;
    }

    /** The JSON of a response with its keys in order, so that majority votes see equal values as equal. */
    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return read(trajectory).map(Json::canonical);
    }

    private Optional<JsonNode> read(Trajectory trajectory) {
        return config.place().find(trajectory.text()).flatMap(Json::find);
    }
}
