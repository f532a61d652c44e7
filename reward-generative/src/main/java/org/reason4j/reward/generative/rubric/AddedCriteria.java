package org.reason4j.reward.generative.rubric;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.reason4j.reward.generative.client.StrictJson;
import org.reason4j.reward.generative.judge.Unreadable;
import org.reason4j.reward.generative.judge.Verdict;

/** Reads criteria that a judge proposes: a JSON list of texts in the only {@code <verdict>} tag. */
final class AddedCriteria {

    private static final int LONGEST = 500;

    private AddedCriteria() {}

    /**
     * Returns the proposed texts, each once.
     *
     * @param most largest number of texts
     * @throws Unreadable if there are more, or one is blank or longer than 500 characters, or the form is another one
     */
    static List<String> read(String reply, int most) throws Unreadable {
        List<String> texts = new ArrayList<>();
        try (JsonReader json = StrictJson.reader(Verdict.content(reply))) {
            json.beginArray();
            while (json.hasNext()) {
                texts.add(json.nextString().strip());
            }
            json.endArray();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new Unreadable("the list of criteria has text after it", reply);
            }
        } catch (IOException | IllegalStateException e) {
            throw new Unreadable("the revision is not a JSON list of texts", reply);
        }
        if (texts.size() > most) {
            throw new Unreadable("the revision has " + texts.size() + " criteria, expected at most " + most, reply);
        }
        if (texts.stream().anyMatch(text -> text.isEmpty() || text.length() > LONGEST)) {
            throw new Unreadable(
                    "a criterion of the revision is empty or longer than " + LONGEST + " characters", reply);
        }
        Set<String> seen = new HashSet<>();
        return texts.stream()
                .filter(text -> seen.add(text.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** The criterion of a proposed text. */
    static Criterion criterion(String text, double weight) {
        return new Criterion(text, Criterion.Category.IMPORTANT, Optional.of(weight), false);
    }
}
