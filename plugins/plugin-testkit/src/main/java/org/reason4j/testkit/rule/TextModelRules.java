package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.text.TextModel;
import org.reason4j.testkit.subject.Subject;

/** Rules of text models. */
final class TextModelRules {

    private static final int CALLS = 24;

    private TextModelRules() {}

    static List<Rule<TextModel>> all() {
        return List.of(
                new Rule<>(
                        "an answer",
                        "A question is answered in time, with a text and its end: a stop or the length limit.",
                        TextModelRules::answers),
                new Rule<>(
                        "identity",
                        "The identity is the same each time, and that of a new instance with the same settings: it is the key"
                                + " of a cache.",
                        TextModelRules::identity),
                new Rule<>(
                        "the same question, the same answer",
                        "A model with an identity gives the same answer to the same question and seed.",
                        TextModelRules::repeats),
                new Rule<>(
                        "concurrent calls",
                        "Calls by eight threads at the same time give the answers of calls one after the other.",
                        TextModelRules::concurrent),
                new Rule<>(
                        "interruption",
                        "A call ends when its thread is interrupted: with an answer or an exception.",
                        TextModelRules::interruption));
    }

    private static TextModel.Completion complete(
            Subject<TextModel> subject, TextModel model, TextModel.Request question) throws Exception {
        String call = "complete of " + subject.name() + " for " + question;
        return Calls.within(subject.patience(), call, () -> Expect.result(call, () -> model.complete(question)));
    }

    private static void answers(Subject<TextModel> subject) throws Exception {
        TextModel model = subject.fresh();
        for (TextModel.Request question : subject.materials().questions()) {
            TextModel.Completion completion = complete(subject, model, question);
            Expect.that(completion.text() != null, "answer to %s: expected a text, found none", question);
            Expect.that(
                    completion.finish() == Finish.STOP || completion.finish() == Finish.LENGTH,
                    "end of the answer to %s: expected STOP or LENGTH, found %s; a failure is an exception",
                    question,
                    completion.finish());
        }
    }

    private static void identity(Subject<TextModel> subject) throws Exception {
        TextModel model = subject.fresh();
        String identity = Expect.result("identity", model::identity);
        Expect.equal("identity, asked again", model.identity(), identity);
        Expect.equal(
                "identity of a new instance with the same settings",
                subject.fresh().identity(),
                identity);
    }

    private static void repeats(Subject<TextModel> subject) throws Exception {
        TextModel model = subject.fresh();
        if (model.identity().isEmpty()) {
            throw NotRun.doesNotApply("it has no identity, so its answers are not kept");
        }
        TextModel twin = subject.fresh();
        for (TextModel.Request question : subject.materials().questions()) {
            TextModel.Completion expected = complete(subject, model, question);
            Expect.equal("answer to " + question + ", asked again", complete(subject, model, question), expected);
            Expect.equal("answer to " + question + " by a new instance", complete(subject, twin, question), expected);
        }
    }

    private static void concurrent(Subject<TextModel> subject) throws Exception {
        TextModel model = subject.fresh();
        if (model.identity().isEmpty()) {
            throw NotRun.doesNotApply("it has no identity, so its answers may differ");
        }
        List<TextModel.Request> questions = subject.materials().questions();
        List<TextModel.Completion> expected = new ArrayList<>();
        for (TextModel.Request question : questions) {
            expected.add(complete(subject, model, question));
        }
        List<TextModel.Completion> found = Calls.together(
                subject.patience(),
                "complete of " + subject.name(),
                CALLS,
                i -> () -> Expect.result("complete", () -> model.complete(questions.get(i % questions.size()))));
        for (int i = 0; i < CALLS; i++) {
            Expect.equal(
                    "answer to " + questions.get(i % questions.size()) + " beside other calls",
                    found.get(i),
                    expected.get(i % questions.size()));
        }
    }

    private static void interruption(Subject<TextModel> subject) throws Exception {
        TextModel model = subject.fresh();
        TextModel.Request question = subject.materials().questions().get(0);
        Calls.interrupted(subject.patience(), "complete of " + subject.name(), () -> model.complete(question));
    }
}
