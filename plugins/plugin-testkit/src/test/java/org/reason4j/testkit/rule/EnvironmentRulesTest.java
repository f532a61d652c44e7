package org.reason4j.testkit.rule;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.plugin.Kind;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class EnvironmentRulesTest extends Breakers<Environment> {

    EnvironmentRulesTest() {
        super(Kind.ENVIRONMENT);
    }

    /** Counts the turns of an episode, and ends with a turn that says so. */
    private static class Counter implements Environment {
        @Override
        public Episode begin(Prompt prompt, int sample) {
            AtomicInteger turns = new AtomicInteger();
            return turn -> answer(turn, prompt, turns.incrementAndGet());
        }

        TurnResult answer(String turn, Prompt prompt, int number) {
            return turn.contains("done")
                    ? new TurnResult.Done(1)
                    : new TurnResult.Observation("turn " + number + " of " + prompt.id(), 0);
        }

        @Override
        public List<String> stop() {
            return List.of("?");
        }
    }

    @Override
    List<Subject<Environment>> good() {
        return List.of(Subject.of("the good environment", Counter::new, Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("strings that hand over", () -> new Counter() {
            @Override
            public List<String> stop() {
                return List.of("");
            }
        });
        breaks("an answer to each turn", () -> new Counter() {
            @Override
            TurnResult answer(String turn, Prompt prompt, int number) {
                return new TurnResult.Observation(turn.substring(0, 1), 0);
            }
        });
        breaks("odd turns", () -> new Counter() {
            @Override
            TurnResult answer(String turn, Prompt prompt, int number) {
                return new TurnResult.Observation(turn.strip().isEmpty() ? "" : "!", 0);
            }
        });
        breaks("the same turns, the same answers", () -> {
            AtomicInteger turns = new AtomicInteger();
            return new Counter() {
                @Override
                TurnResult answer(String turn, Prompt prompt, int number) {
                    return super.answer(turn, prompt, turns.incrementAndGet());
                }
            };
        });
        breaks("episodes apart", () -> new Counter() {
            private final AtomicInteger turns = new AtomicInteger(); // of the episode that began last

            @Override
            public Episode begin(Prompt prompt, int sample) {
                turns.set(0);
                return turn -> answer(turn, prompt, turns.incrementAndGet());
            }
        });
        breaks("concurrent episodes", () -> new Counter() {
            private volatile String current = "";

            @Override
            TurnResult answer(String turn, Prompt prompt, int number) {
                current = prompt.id();
                try {
                    Thread.sleep(2);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new TurnResult.Observation(current, 0);
            }
        });
        breaks("episodes that end early", () -> new Counter() {
            @Override
            public Episode begin(Prompt prompt, int sample) {
                return new Episode() {
                    private int turns;

                    @Override
                    public TurnResult answer(String turn) {
                        turns++;
                        return new TurnResult.Done(0);
                    }

                    @Override
                    public void close() {
                        if (turns == 0) {
                            throw new IllegalStateException("no turn was played");
                        }
                    }
                };
            }
        });
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new Counter() {
            @Override
            public Requirements requirements() {
                return Requirements.NONE.groupsOf(asked.incrementAndGet());
            }
        });
    }
}
