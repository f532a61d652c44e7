package org.reason4j.environment.tools;

/** Answers with the value of an {@linkplain Arithmetic arithmetic expression}. */
final class Calculator implements Tool {

    @Override
    public Session begin(EpisodeKey episode) {
        return (call, turn) -> answer(call.input());
    }

    private static Answer answer(String input) {
        try {
            return new Answer.Output(Arithmetic.evaluate(input), 0);
        } catch (ArithmeticException e) { // the policy's mistake: it reads the reason
            return new Answer.Refusal(String.valueOf(e.getMessage()));
        }
    }
}
