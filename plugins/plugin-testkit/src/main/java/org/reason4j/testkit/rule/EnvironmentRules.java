package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.testkit.subject.Subject;

/** Rules of environments. */
final class EnvironmentRules {

    private static final int EPISODES = 24;

    private EnvironmentRules() {}

    static List<Rule<Environment>> all() {
        return List.of(
                new Rule<>(
                        "strings that hand over",
                        "They are the same each time, and none is empty.",
                        EnvironmentRules::stops),
                new Rule<>(
                        "an answer to each turn",
                        "A turn is answered with an observation or the end, whatever the policy wrote and wherever it"
                                + " was cut off; not an exception.",
                        EnvironmentRules::answers),
                new Rule<>(
                        "odd turns",
                        "Turns without text, with half a surrogate pair, thousands of brackets or huge numbers are"
                                + " answered in time; not an exception.",
                        EnvironmentRules::oddTurns),
                new Rule<>(
                        "the same turns, the same answers",
                        "An episode of the same prompt and sample gives the same answers to the same turns, by a new"
                                + " instance too.",
                        EnvironmentRules::repeats),
                new Rule<>(
                        "episodes apart",
                        "Episodes that take turns with others give the answers of an episode alone.",
                        EnvironmentRules::apart),
                new Rule<>(
                        "concurrent episodes",
                        "Episodes of eight threads at the same time give the answers of an episode alone.",
                        EnvironmentRules::concurrent),
                new Rule<>(
                        "episodes that end early",
                        "An episode can be closed before a turn, and others go on.",
                        EnvironmentRules::early),
                Rule.ofNeeds(Environment::requirements));
    }

    private static List<Prompt> prompts(Subject<Environment> subject, Environment environment) {
        return new Given(subject.materials(), environment.requirements())
                .groups().stream().map(group -> group.prompt()).toList();
    }

    private static Episode begin(Subject<Environment> subject, Environment environment, Prompt prompt, int sample)
            throws Exception {
        String call = "begin of " + subject.name() + " for " + prompt;
        return Calls.within(
                subject.patience(), call, () -> Expect.result(call, () -> environment.begin(prompt, sample)));
    }

    private static TurnResult answer(Subject<Environment> subject, Episode episode, String turn) throws Exception {
        String call = "answer of " + subject.name() + " to " + OddInputs.shown(turn);
        return Calls.within(subject.patience(), call, () -> Expect.result(call, () -> episode.answer(turn)));
    }

    /** Answers to the turns of the materials, until one ends the episode. */
    private static List<TurnResult> play(
            Subject<Environment> subject, Environment environment, Prompt prompt, int sample) throws Exception {
        List<TurnResult> answers = new ArrayList<>();
        try (Episode episode = begin(subject, environment, prompt, sample)) {
            for (String turn : subject.materials().turns()) {
                TurnResult result = answer(subject, episode, turn);
                answers.add(result);
                if (!(result instanceof TurnResult.Observation)) {
                    break;
                }
            }
        }
        return answers;
    }

    private static void stops(Subject<Environment> subject) throws Exception {
        Environment environment = subject.fresh();
        List<String> stops = Expect.result("stop", environment::stop);
        Expect.that(
                stops.stream().noneMatch(String::isEmpty), "stop: expected texts that are not empty, found %s", stops);
        Expect.equal("stop, asked again", environment.stop(), stops);
    }

    private static void answers(Subject<Environment> subject) throws Exception {
        Environment environment = subject.fresh();
        for (Prompt prompt : prompts(subject, environment)) {
            play(subject, environment, prompt, 0);
            for (String turn : subject.materials().turns()) {
                for (int cut = 0; cut < turn.length(); cut += 1 + turn.length() / 4) {
                    try (Episode episode = begin(subject, environment, prompt, 1)) {
                        answer(subject, episode, turn.substring(0, cut));
                    }
                }
            }
        }
    }

    private static void oddTurns(Subject<Environment> subject) throws Exception {
        Environment environment = subject.fresh();
        Prompt prompt = prompts(subject, environment).get(0);
        for (String text : OddInputs.TEXTS) {
            try (Episode episode = begin(subject, environment, prompt, 0)) {
                answer(subject, episode, text);
            }
            for (String stop : environment.stop()) {
                try (Episode episode = begin(subject, environment, prompt, 0)) {
                    answer(subject, episode, text + stop);
                }
            }
        }
    }

    private static void repeats(Subject<Environment> subject) throws Exception {
        Environment environment = subject.fresh();
        Environment twin = subject.fresh();
        for (Prompt prompt : prompts(subject, environment)) {
            List<TurnResult> expected = play(subject, environment, prompt, 2);
            Expect.equal("answers of another episode", play(subject, environment, prompt, 2), expected);
            Expect.equal("answers of a new instance", play(subject, twin, prompt, 2), expected);
        }
    }

    private static void apart(Subject<Environment> subject) throws Exception {
        Environment environment = subject.fresh();
        List<Prompt> prompts = prompts(subject, environment);
        List<List<TurnResult>> expected = new ArrayList<>();
        List<List<TurnResult>> found = new ArrayList<>();
        List<Episode> episodes = new ArrayList<>();
        for (Prompt prompt : prompts) {
            expected.add(play(subject, environment, prompt, 0));
            found.add(new ArrayList<>());
            episodes.add(begin(subject, environment, prompt, 0));
        }
        for (int turn = 0; turn < subject.materials().turns().size(); turn++) {
            for (int i = 0; i < prompts.size(); i++) {
                if (turn < expected.get(i).size()) {
                    found.get(i)
                            .add(answer(
                                    subject,
                                    episodes.get(i),
                                    subject.materials().turns().get(turn)));
                }
            }
        }
        for (Episode episode : episodes) {
            episode.close();
        }
        for (int i = 0; i < prompts.size(); i++) {
            Expect.equal("answers for " + prompts.get(i) + " beside other episodes", found.get(i), expected.get(i));
        }
    }

    private static void concurrent(Subject<Environment> subject) throws Exception {
        Environment environment = subject.fresh();
        List<Prompt> prompts = prompts(subject, environment);
        List<List<TurnResult>> expected = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            expected.add(play(subject, environment, prompts.get(i), 0));
        }
        List<List<TurnResult>> found = Calls.together(
                subject.patience(),
                "an episode of " + subject.name(),
                EPISODES,
                i -> () -> play(subject, environment, prompts.get(i % prompts.size()), 0));
        for (int i = 0; i < EPISODES; i++) {
            Expect.equal(
                    "answers for " + prompts.get(i % prompts.size()) + " at the same time as other episodes",
                    found.get(i),
                    expected.get(i % prompts.size()));
        }
    }

    private static void early(Subject<Environment> subject) throws Exception {
        Environment environment = subject.fresh();
        Prompt prompt = prompts(subject, environment).get(0);
        List<TurnResult> expected = play(subject, environment, prompt, 0);
        Episode early = begin(subject, environment, prompt, 1);
        Expect.result("close before a turn", () -> {
            early.close();
            return true;
        });
        Expect.equal("answers after another episode was closed early", play(subject, environment, prompt, 0), expected);
    }
}
