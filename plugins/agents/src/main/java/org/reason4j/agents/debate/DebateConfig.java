package org.reason4j.agents.debate;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.agents.play.Forfeit;
import org.reason4j.agents.text.Marks;

/**
 * Settings of the sampler of debates.
 *
 * @param rounds turns of each side, at least 1
 * @param judge who decides
 * @param speech what a side is asked; {@code {question}}, {@code {side}}, {@code {other}} and {@code {transcript}} stand for the
 *     question, the answer that it argues for, that of the other side, and what was said
 * @param decision what the judge is asked; {@code {question}}, {@code {first}}, {@code {second}} and {@code {transcript}} stand
 *     for the question, the answers of both sides in the order of their speeches, and what was said
 * @param verdict marks around the judge's verdict, {@code 1} or {@code 2}
 * @param forfeit what a side gets that says nothing or runs out of tokens, and a judge without a verdict
 */
public record DebateConfig(int rounds, Judge judge, String speech, String decision, Marks verdict, Forfeit forfeit) {

    /** One speech of each side, and the policy as the judge. */
    public static final DebateConfig DEFAULTS = new DebateConfig(
            1,
            new Judge.Role(),
            "{question}\n\nArgue in a few sentences that the answer is: {side}\nThe other side argues for: {other}\n\nSaid so"
                    + " far:\n{transcript}",
            "{question}\n\nSpeaker 1 argues for: {first}\nSpeaker 2 argues for: {second}\n\n{transcript}\n\nWho is right? Write 1"
                    + " or 2 between <verdict> and </verdict>.",
            new Marks("<verdict>", "</verdict>"),
            Forfeit.DEFAULTS);

    public DebateConfig {
        check(rounds >= 1, "debate.rounds must be at least 1, got %s", rounds);
        check(speech.contains("{side}"), "debate.speech must contain {side}, got '%s'", speech);
        check(decision.contains("{transcript}"), "debate.decision must contain {transcript}, got '%s'", decision);
    }
}
