package org.reason4j.reward.generative.rubric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.reward.generative.judge.PromptTemplate;
import org.reason4j.reward.generative.judge.PromptText;
import org.reason4j.reward.generative.judge.Question;
import org.reason4j.reward.generative.judge.Verdict;
import org.reason4j.reward.generative.rubric.RubricConfig.Mode;

/** The questions to a judge about a response, with the readers of their answers. */
final class Questionnaire {

    private static final Set<String> PLACES =
            Set.of("question", "response", "criterion", "criteria", "lowest", "highest");

    private final RubricConfig config;
    private final PromptTemplate template;

    Questionnaire(RubricConfig config) {
        this.config = config;
        template = new PromptTemplate(config.template().isBlank() ? Templates.of(config.mode()) : config.template())
                .checked(PLACES, "rubric.template")
                .requiring("response", "rubric.template");
        config.criteria()
                .forEach(criterion -> new PromptTemplate(criterion.text())
                        .checked(Set.of(), "rubric.criteria '" + criterion.text() + "'"));
    }

    /** Fields of the example that the questions read. */
    Set<String> fields() {
        Set<String> fields = new LinkedHashSet<>(template.fields());
        config.criteria().forEach(criterion -> fields.addAll(new PromptTemplate(criterion.text()).fields()));
        if (!config.criteriaField().isEmpty()) {
            fields.add(config.criteriaField());
        }
        return fields;
    }

    /** The questions about a response; their marks, in order, are those of the criteria, or one rating. */
    List<Question<double[]>> about(Trajectory trajectory, List<Criterion> criteria) {
        return switch (config.mode()) {
            case PER_CRITERION ->
                criteria.stream()
                        .map(criterion -> Question.of(ask(trajectory, criteria, criterion.text()), Verdict::yesOrNo))
                        .toList();
            case CHECKLIST ->
                List.of(Question.of(ask(trajectory, criteria, ""), reply -> Verdict.checklist(reply, criteria.size())));
            case LIKERT ->
                List.of(Question.of(
                        ask(trajectory, criteria, ""),
                        reply -> Verdict.rating(reply, config.lowest(), config.highest())));
        };
    }

    private String ask(Trajectory trajectory, List<Criterion> criteria, String criterion) {
        Prompt prompt = trajectory.prompt();
        Map<String, String> values = new HashMap<>();
        values.put("question", PromptText.question(prompt));
        values.put("response", trajectory.text());
        values.put("criterion", criterion);
        values.put("criteria", list(criteria));
        values.put("lowest", Integer.toString(config.lowest()));
        values.put("highest", Integer.toString(config.highest()));
        return template.fill(values, PromptText.fields("rubric", prompt));
    }

    private String list(List<Criterion> criteria) {
        boolean weighs = config.mode() == Mode.LIKERT;
        return IntStream.range(0, criteria.size())
                .mapToObj(i -> (i + 1) + ". " + (weighs ? importance(criteria.get(i)) : "")
                        + criteria.get(i).text())
                .collect(Collectors.joining("\n"));
    }

    private static String importance(Criterion criterion) {
        return criterion
                .weight()
                .map(weight -> "(weight " + weight + ") ")
                .orElseGet(() -> "(" + criterion.category().name().toLowerCase(Locale.ROOT) + ") ");
    }

    /** The criteria of the recipe, then those of the example. */
    List<Criterion> criteria(Prompt prompt) {
        List<Criterion> criteria = new ArrayList<>();
        for (Criterion criterion : config.criteria()) {
            String text = new PromptTemplate(criterion.text()).fill(Map.of(), PromptText.fields("rubric", prompt));
            criteria.add(criterion.withText(text));
        }
        if (!config.criteriaField().isEmpty()) {
            criteria.addAll(FieldCriteria.read(prompt, config.criteriaField()));
        }
        return criteria;
    }
}
