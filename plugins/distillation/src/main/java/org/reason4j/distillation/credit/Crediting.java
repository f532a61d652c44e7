package org.reason4j.distillation.credit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.teacher.Lesson;
import org.reason4j.distillation.teacher.LessonReport;
import org.reason4j.distillation.teacher.OnFailure;
import org.reason4j.distillation.teacher.Teacher;

/** Distillation in the advantages, whoever the teacher is. */
public final class Crediting {

    private final CreditTerm term;
    private final Teacher teacher;
    private final Function<Trajectory, Optional<String>> key;
    private final LessonReport report;

    /**
     * Prepares to credit.
     *
     * @param component name of the component, in metrics and messages
     * @param key of the teacher of a response, where there are several
     */
    public Crediting(
            String component,
            CreditTerm term,
            OnFailure onFailure,
            Teacher teacher,
            Function<Trajectory, Optional<String>> key,
            Metrics metrics) {
        this.term = term;
        this.teacher = teacher;
        this.key = key;
        report = new LessonReport(component, onFailure, term.stream(), metrics);
    }

    /**
     * Returns the credits with the teacher's opinion. A response for which the teacher failed is left out; one without a teacher
     * keeps the optimizer's advantages where they count, and has 0 where they do not.
     */
    public List<Credit> shape(List<Credit> credits) {
        List<Trajectory> responses = credits.stream().map(Credit::trajectory).toList();
        List<Lesson> lessons = teacher.score(responses, 0);
        report.tell(responses, lessons, key);
        List<Credit> shaped = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            if (!(lessons.get(i) instanceof Lesson.Failed)) {
                shaped.add(shaped(credits.get(i), lessons.get(i)));
            }
        }
        return shaped;
    }

    private Credit shaped(Credit credit, Lesson lesson) {
        Trajectory response = credit.trajectory();
        boolean[] learned = response.learned();
        float[] teacherLogprobs = lesson instanceof Lesson.Scores scores ? scores.logprobs() : new float[0];
        float[] student = teacherLogprobs.length == 0 ? new float[0] : response.stream(term.stream());
        double[] gaps = ReverseKl.gaps(student, teacherLogprobs, learned);
        return credit.withAdvantages(term.advantages(credit.advantages(), gaps, learned));
    }
}
