package org.reason4j.gym.recipe;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.gym.Families;
import org.reason4j.gym.recipe.GymConfig.Term;
import org.reason4j.gym.recipe.ProblemKey.Made;

/**
 * Problems of the gym's families, mixed by weight, each with the field {@code key} by which the reward {@code gym} checks answers.
 *
 * <p>After {@code n} problems a family has {@code n w / sum(w)} of them, to within one: each problem is of the family that lags
 * behind its share the most. No problem occurs twice, and none is in both splits. The fields are {@code family}, {@code level},
 * {@code answer}, which is one right answer, and {@code key}.
 */
public record GymProblems(GymConfig config) implements DatasetReader {

    @Override
    public List<Example> read() {
        List<Term> terms = config.families();
        if (terms.isEmpty()) {
            terms = Families.all().stream()
                    .map(family -> Term.of(family.name()))
                    .toList();
        }
        ProblemSource source = new ProblemSource(config.seed(), config.split());
        List<Example> examples = new ArrayList<>(config.problems());
        Mixture mixture = new Mixture(terms.stream().map(Term::weight).toList());
        for (int i = 0; i < config.problems(); i++) {
            Term term = terms.get(mixture.next());
            examples.add(example(source.next(term.name(), term.level(), term.knobs())));
        }
        return examples;
    }

    private Example example(Made made) {
        Example example = ProblemSource.example(made, config.text(made.problem().question()));
        return config.demonstration().isEmpty()
                ? example
                : example.withResponse(config.demonstration()
                        .replace("{answer}", made.problem().answer()));
    }
}
