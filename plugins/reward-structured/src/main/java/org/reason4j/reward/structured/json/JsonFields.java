package org.reason4j.reward.structured.json;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.structured.json.FieldComparison.Leaves;
import org.reason4j.reward.structured.text.Place;

/**
 * The share of a wanted value's fields that the JSON of a response has: {@code matched / wanted}, or {@code matched /
 * (wanted + extra)} where others count against it.
 *
 * <p>Fields are leaves: texts, numbers, truth values, nulls, and empty objects and lists, each at its place. A wanted value
 * that can't be read is a fault of the dataset: its example is failed. Values with too many leaves to compare are unscorable.
 */
public final class JsonFields implements Reward {

    /**
     * Settings of the reward for JSON of a wanted value.
     *
     * @param place place of the JSON in the response
     * @param field field with the wanted value, as JSON or as text with JSON in it
     * @param all true for 1 where every field is right and else 0; false for the share
     * @param extra whether fields that are not wanted count against a response
     * @param listsInOrder whether elements of lists must be in the wanted order
     * @param tolerance largest distance of equal numbers, as a share of the wanted one where that is above 1, in [0, 1)
     */
    public record Config(
            Place place, String field, boolean all, boolean extra, boolean listsInOrder, double tolerance) {

        /** The share; extra fields count. */
        public static final Config DEFAULTS = new Config(Place.FENCE, "answer", false, true, true, 1e-9);

        public Config {
            check(!field.isBlank(), "json-fields.field is empty, expected the field with the wanted value");
            check(tolerance >= 0 && tolerance < 1, "json-fields.tolerance must be in [0, 1), got %s", tolerance);
        }
    }

    private final Config config;

    public JsonFields(Config config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.field());
    }

    @Override
    public List<Score> score(Group group) {
        JsonNode wanted;
        try {
            wanted = Json.ofField(group.prompt().fields().get(config.field()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String reason =
                    "the dataset is at fault: the field '" + config.field() + "' is no JSON: " + Json.firstLine(e);
            return Collections.nCopies(group.size(), Score.failed(reason));
        }
        return Reward.perTrajectory(group, trajectory -> score(trajectory, wanted));
    }

    private Score score(Trajectory trajectory, JsonNode wanted) {
        Optional<JsonNode> found = read(trajectory);
        if (found.isEmpty()) {
            return Score.of(0);
        }
        return new FieldComparison(config.tolerance(), config.listsInOrder())
                .compare(wanted, found.get())
                .<Score>map(leaves -> Score.of(value(leaves)))
                .orElseGet(() -> Score.unscorable("its lists take more than " + FieldComparison.MOST_COMPARISONS
                        + " comparisons of fields, so that it is not known how many are right"));
    }

    private double value(Leaves leaves) {
        long counted = leaves.wanted() + (config.extra() ? leaves.extra() : 0);
        double share = (double) leaves.matched() / counted;
        return config.all() ? Math.floor(share) : share;
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
