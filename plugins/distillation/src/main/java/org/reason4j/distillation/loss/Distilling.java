package org.reason4j.distillation.loss;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.teacher.Lesson;
import org.reason4j.distillation.teacher.LessonReport;
import org.reason4j.distillation.teacher.OnFailure;
import org.reason4j.distillation.teacher.Support;

/**
 * Distillation in the loss, whoever the teacher is: asks it once per step, keeps its numbers with the responses, and makes the
 * loss of every micro-batch from them.
 */
public final class Distilling {

    /** Asks the teacher about all responses of a step, in the order of groups and responses. */
    @FunctionalInterface
    public interface Lessons {

        /** Returns one lesson per response. */
        List<Lesson> of(List<ScoredGroup> groups, int topK);
    }

    private final String component;
    private final LossTerm term;
    private final Lessons lessons;
    private final Requirements needs;
    private final Function<Trajectory, Optional<String>> key;
    private final ScoringModels models;
    private final Metrics metrics;
    private final LessonReport report;
    private final Attached attached;

    /**
     * Prepares to distil.
     *
     * @param component name of the component, in streams, metrics and messages
     * @param needs of the teacher
     * @param key of the teacher of a response, where there are several
     */
    public Distilling(
            String component,
            LossTerm term,
            OnFailure onFailure,
            Lessons lessons,
            Requirements needs,
            Function<Trajectory, Optional<String>> key,
            ScoringModels models,
            Metrics metrics) {
        this.component = component;
        this.term = term;
        this.lessons = lessons;
        this.needs = needs;
        this.key = key;
        this.models = models;
        this.metrics = metrics;
        report = new LessonReport(component, onFailure, TokenStream.BEHAVIOUR_LOGPROBS, metrics);
        attached = Attached.of(component);
    }

    /** Needs of the teacher and of the loss. */
    public Requirements requirements() {
        Requirements all = needs.and(term.form().requirements());
        return term.overlap() || term.support() == Support.STUDENT
                ? all.and(Requirements.models(ModelRef.POLICY))
                : all;
    }

    /** Returns the groups with the teacher's numbers on every response. */
    public List<ScoredGroup> attach(List<ScoredGroup> groups) {
        int k = term.form().topK();
        List<Trajectory> responses = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(ScoredTrajectory::trajectory)
                .toList();
        List<Lesson> given = lessons.of(term.support() == Support.STUDENT ? asking(groups, responses, k) : groups, k);
        report.tell(responses, given, key);
        if (term.overlap()) {
            reportOverlap(responses, given, k);
        }
        List<ScoredGroup> carrying = new ArrayList<>();
        int next = 0;
        for (ScoredGroup group : groups) {
            List<ScoredTrajectory> members = new ArrayList<>();
            for (ScoredTrajectory one : group.trajectories()) {
                members.add(one.withTrajectory(attached.to(one.trajectory(), given.get(next++), k)));
            }
            carrying.add(group.withTrajectories(members));
        }
        return carrying;
    }

    /** The groups, asking the teacher about the student's most likely tokens. */
    private List<ScoredGroup> asking(List<ScoredGroup> groups, List<Trajectory> responses, int k) {
        Iterator<TokenScores> students =
                models.get(ModelRef.POLICY).score(responses, k).iterator();
        List<ScoredGroup> asking = new ArrayList<>();
        for (ScoredGroup group : groups) {
            List<ScoredTrajectory> members = new ArrayList<>();
            for (ScoredTrajectory one : group.trajectories()) {
                TopTokens own = students.next().top().orElseThrow();
                members.add(one.withTrajectory(Support.asking(one.trajectory(), own)));
            }
            asking.add(group.withTrajectories(members));
        }
        return asking;
    }

    /**
     * Returns a credit without an advantage for each response.
     *
     * @param all whether responses without a teacher stay in the denominators; else they are left out
     */
    public List<Credit> credits(List<ScoredGroup> groups, boolean all) {
        return attach(groups).stream()
                .flatMap(group -> group.trajectories().stream())
                .map(ScoredTrajectory::trajectory)
                .filter(one -> all || isActive(one))
                .map(one -> Credit.constant(one, 0))
                .toList();
    }

    private boolean isActive(Trajectory response) {
        float[] active = response.stream(attached.active());
        for (int t = 0; t < active.length; t++) {
            if (active[t] > 0 && response.isLearned(t)) {
                return true;
            }
        }
        return false;
    }

    /** Returns this micro-batch's share of the loss. */
    public NDArray loss(TokenBatch batch) {
        Signal signal = attached.signal(batch, term.form().topK());
        NDArray perToken = attached.where(batch, term.form().perToken(signal));
        signal.top()
                .ifPresent(top -> batch.metric(
                        component + "/student_mass",
                        attached.where(batch, top.policy().exp().sum(new int[] {2}))));
        NDArray share = batch.aggregate(perToken, term.aggregation());
        batch.share(component + "/loss", share);
        return share.mul(batch.constant(term.coefficient()));
    }

    private void reportOverlap(List<Trajectory> responses, List<Lesson> given, int k) {
        List<Trajectory> asked = new ArrayList<>();
        List<TopTokens> teachers = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            if (given.get(i) instanceof Lesson.Scores scores && scores.top().isPresent()) {
                asked.add(responses.get(i));
                teachers.add(scores.top().get());
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        List<TokenScores> students = models.get(ModelRef.POLICY).score(asked, k);
        long common = 0;
        long positions = 0;
        for (int i = 0; i < asked.size(); i++) {
            int[] student = students.get(i).top().orElseThrow().ids();
            int[] teacher = teachers.get(i).ids();
            for (int t = 0; t < teachers.get(i).length(); t++) {
                if (asked.get(i).isLearned(t)) {
                    Set<Integer> both = at(student, t, k);
                    both.retainAll(at(teacher, t, k));
                    common += both.size();
                    positions++;
                }
            }
        }
        if (positions > 0) {
            metrics.mean(component + "/topk_overlap", (double) common / positions / k);
        }
    }

    private static Set<Integer> at(int[] ids, int t, int k) {
        Set<Integer> here = new HashSet<>();
        for (int j = t * k; j < (t + 1) * k; j++) {
            here.add(ids[j]);
        }
        return here;
    }
}
