package org.reason4j.gym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.gym.Outside.Deviation;

/** Right and wrong answers of an outside source: a folder with a file of JSON lines for each family. */
class OutsideItemsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Set<String> outsideFamilies() {
        return Theme.allItems().keySet();
    }

    @ParameterizedTest
    @MethodSource("outsideFamilies")
    void ourVerifierJudgesItsAnswersAsTheSourceDoesOrForAStatedReasonOtherwise(String family) throws IOException {
        String folder = System.getProperty("reason4j.gym");
        assumeTrue(folder != null, "-Dreason4j.gym=FOLDER says where the items of the outside source are");
        Outside outside = Objects.requireNonNull(Theme.allItems().get(family));
        Set<Deviation> seen = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        int judged = 0;
        for (String line : Files.readAllLines(Path.of(folder, family + ".jsonl"))) {
            JsonNode item = JSON.readTree(line);
            if (!judgedOtherwise(outside, "question", item.path("question").asText(), seen)) {
                judged++;
                wrong.addAll(differences(outside, item, seen));
            }
        }
        assertThat(wrong).as("%s: answers that are judged otherwise", family).isEmpty();
        assertThat(judged).as("%s: items that were judged", family).isPositive();
        assertThat(seen)
                .as("%s: deviations that occur", family)
                .containsExactlyInAnyOrderElementsOf(outside.deviations());
    }

    private static List<String> differences(Outside outside, JsonNode item, Set<Deviation> seen) {
        Problem problem = outside.problem().apply(item);
        List<String> wrong = new ArrayList<>();
        for (String field : List.of("answer", "accept", "reject", "overpaid")) {
            boolean right = field.equals("answer") || field.equals("accept");
            for (String text : texts(item.path(field))) {
                boolean otherwise = problem.accepts(text) != right;
                if (otherwise && !judgedOtherwise(outside, field, text, seen)) {
                    wrong.add("%s %s '%s' of: %s"
                            .formatted(right ? "refused" : "accepted", field, text, item.path("question")));
                }
            }
        }
        if (!problem.accepts(problem.answer())) {
            wrong.add("refused its own answer '%s' of: %s".formatted(problem.answer(), item.path("question")));
        }
        return wrong;
    }

    private static boolean judgedOtherwise(Outside outside, String field, String text, Set<Deviation> seen) {
        for (Deviation deviation : outside.deviations()) {
            if (deviation.field().equals(field) && deviation.texts().test(text)) {
                seen.add(deviation);
                return true;
            }
        }
        return false;
    }

    private static List<String> texts(JsonNode field) {
        List<String> texts = new ArrayList<>();
        if (field.isArray()) {
            field.forEach(text -> texts.add(text.asText()));
        } else if (!field.isMissingNode()) {
            texts.add(field.asText());
        }
        return texts;
    }
}
