package org.reason4j.testkit.rule;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.reason4j.api.data.Finish;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.text.TextModel;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class TextModelRulesTest extends Breakers<TextModel> {

    TextModelRulesTest() {
        super(Kind.TEXT_MODEL);
    }

    /** Repeats the question. */
    private static class Echo implements TextModel {
        @Override
        public Completion complete(Request request) throws Exception {
            return Completion.of(request.messages().toString(), Finish.STOP);
        }

        @Override
        public String identity() {
            return "echo 1";
        }
    }

    @Override
    List<Subject<TextModel>> good() {
        return List.of(Subject.of("the good model", Echo::new, Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("an answer", () -> new Echo() {
            @Override
            public Completion complete(Request request) {
                return Completion.of("", Finish.FAILED);
            }
        });
        breaks("identity", () -> new Echo() {
            @Override
            public String identity() {
                return toString(); // with an address
            }
        });
        breaks("the same question, the same answer", () -> {
            AtomicInteger calls = new AtomicInteger();
            return new Echo() {
                @Override
                public Completion complete(Request request) {
                    return Completion.of("call " + calls.incrementAndGet(), Finish.STOP);
                }
            };
        });
        breaks("concurrent calls", () -> new Echo() {
            private volatile String current = "";

            @Override
            public Completion complete(Request request) throws Exception {
                current = request.messages().toString();
                Thread.sleep(2);
                return Completion.of(current, Finish.STOP);
            }
        });
        breaks(
                "interruption",
                () -> new Echo() {
                    @Override
                    public Completion complete(Request request) throws Exception {
                        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                        while (System.nanoTime() < end) {
                            LockSupport.parkNanos(1_000_000); // deaf to interruption
                        }
                        return super.complete(request);
                    }
                },
                Materials.standard().withPatience(Duration.ofMillis(300)));
    }
}
