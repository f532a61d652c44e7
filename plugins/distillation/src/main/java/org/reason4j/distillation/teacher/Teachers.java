package org.reason4j.distillation.teacher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.server.ServerTeacher;

/** The teachers of a component: each response is scored by the one that its example names. */
public final class Teachers implements AutoCloseable {

    private final TeacherChoice choice;
    private final Map<String, Teacher> teachers = new LinkedHashMap<>();

    /**
     * Prepares the teachers.
     *
     * @param component name of the component, for metrics and messages
     */
    public Teachers(
            String component, TeacherChoice choice, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        choice.check(component);
        this.choice = choice;
        choice.teachers()
                .forEach((key, config) -> teachers.put(
                        key,
                        config.path().isBlank()
                                ? new ServerTeacher(component, key, config, tokenizer, metrics)
                                : new ModelTeacher(models, ModelRef.directory(config.path()))));
    }

    /** Needs of the teachers. */
    public Requirements requirements() {
        return choice.requirements();
    }

    /** The key of a response's teacher. */
    public String key(Trajectory response) {
        return choice.key(response.prompt());
    }

    /** True if there are several, so that metrics tell them apart. */
    public boolean areSeveral() {
        return teachers.size() > 1;
    }

    /**
     * Returns what the teacher of each response says about it, in their order.
     *
     * @param topK number of the teacher's most likely tokens at each position; 0 for none
     */
    public List<Lesson> score(List<Trajectory> responses, int topK) {
        Map<String, List<Integer>> byTeacher = new LinkedHashMap<>();
        for (int i = 0; i < responses.size(); i++) {
            byTeacher
                    .computeIfAbsent(key(responses.get(i)), key -> new ArrayList<>())
                    .add(i);
        }
        List<Lesson> lessons =
                new ArrayList<>(responses.stream().map(one -> Lesson.NONE).toList());
        byTeacher.forEach((key, places) -> {
            Teacher teacher = teachers.get(key);
            List<Trajectory> own = places.stream().map(responses::get).toList();
            List<Lesson> given = teacher == null ? List.of() : teacher.score(own, topK);
            for (int i = 0; i < given.size(); i++) {
                lessons.set(places.get(i), given.get(i));
            }
        });
        return lessons;
    }

    @Override
    public void close() {
        teachers.values().forEach(Teacher::close);
    }
}
