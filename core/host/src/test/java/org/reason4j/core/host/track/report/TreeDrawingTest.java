package org.reason4j.core.host.track.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.host.track.Credits;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;

class TreeDrawingTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {0});

    private static ScoredTrajectory written(int sample, String text, Optional<Branch> branch) {
        int from = branch.map(Branch::at).orElse(0);
        boolean[] learned = new boolean[text.length()];
        Arrays.fill(learned, from, learned.length, true);
        float[] logprobs = new float[text.length()];
        for (int t = 0; t < logprobs.length; t++) {
            logprobs[t] = -t;
        }
        Trajectory response = Trajectory.sampled(
                        PROMPT, sample, text.chars().toArray(), text, Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(learned)
                .with(TokenStream.BEHAVIOUR_LOGPROBS, logprobs);
        return ScoredTrajectory.of(branch.map(response::withBranch).orElse(response), sample);
    }

    private static List<Limb> limbs(ScoredTrajectory... responses) {
        List<Credit> credits = Arrays.stream(responses)
                .map(scored -> Credit.constant(scored.trajectory(), 0.5))
                .toList();
        return Limb.of(ScoredGroup.of(PROMPT, List.of(responses)), new Credits(credits), new Characters());
    }

    @Test
    void aBranchKnowsWhereItLeftAndHowSurprisingWasWhatItLeft() {
        List<Limb> limbs = limbs(
                written(0, "abcdef", Optional.empty()),
                written(1, "abXY", Optional.of(new Branch(0, 2, "UCT 1.33"))),
                written(2, "abXZ", Optional.of(new Branch(1, 3))));
        assertThat(limbs.get(0).pieces())
                .containsExactly(new Limb.Piece(0, 2, 0.5, "ab"), new Limb.Piece(2, 6, 0.5, "cdef"));
        assertThat(limbs.get(1).parent()).isZero();
        assertThat(limbs.get(1).instead()).isEqualTo("c");
        assertThat(limbs.get(1).surprisal()).isCloseTo(2, within(1e-6));
        assertThat(limbs.get(1).reason()).isEqualTo("UCT 1.33");
        assertThat(limbs.get(2).reason()).isEmpty();
        assertThat(limbs.get(1).pieces())
                .containsExactly(new Limb.Piece(2, 3, 0.5, "X"), new Limb.Piece(3, 4, 0.5, "Y"));
        assertThat(limbs.get(2).pieces()).containsExactly(new Limb.Piece(3, 4, 0.5, "Z"));
    }

    @Test
    void aGroupWithoutBranchesIsNoTree() {
        assertThat(limbs(written(0, "ab", Optional.empty()), written(1, "cd", Optional.empty())))
                .isEmpty();
        assertThat(ReportWriter.page(Reports.example()).markup()).contains("class=\"tree\"");
        assertThat(new TreeDrawing(Template.resource(ReportWriter.class, "report.html")).of(List.of()))
                .isEqualTo(Html.NONE);
    }

    @Test
    void aBranchWhoseParentHasNoScoreStandsByItself() {
        List<Limb> limbs = limbs(written(1, "abXY", Optional.of(new Branch(0, 2))));
        assertThat(limbs.get(0).parent()).isEqualTo(Limb.PROMPT);
        assertThat(limbs.get(0).pieces()).containsExactly(new Limb.Piece(2, 4, 0.5, "XY"));
    }

    @Test
    void everyResponseHasARowAndEveryBranchAFork() {
        String svg = new TreeDrawing(Template.resource(ReportWriter.class, "report.html"))
                .of(Reports.limbs())
                .markup();
        assertThat(svg.split(Pattern.quote("<text class=\"tick\""))).hasSize(1 + 4);
        assertThat(svg.split(Pattern.quote("<circle class=\"fork\""))).hasSize(1 + 2);
        assertThat(svg)
                .contains(
                        "Sample 1 leaves sample 0 at token 6, ' 56', of surprisal 2.35; UCT 1.33: value 0.6, 3 of 5 visits")
                .contains("<rect class=\"limb lp5\"", "<rect class=\"limb ln3\"", "<rect class=\"limb l0\"")
                .contains("sample 3: 0");
        // token 12 of 23 on 860 units: 448.7; from the row of sample 1 to that of sample 2
        assertThat(svg).contains("M448.7 30V50");
    }

    @Test
    void theOutlineSaysWhatWasWrittenWhatItWasWorthAndWhyOthersBeganThere() {
        String list = new TreeOutline(Template.resource(ReportWriter.class, "report.html"))
                .of(Reports.limbs())
                .markup();
        assertThat(list.split("<li>")).hasSize(1 + 6);
        // rewards 1, 0, 0 below the first segment of sample 0; with sample 3 the prompt has 1 / 4
        assertThat(list)
                .contains("6 segments of 4 responses, of value 0.25 at the prompt", "<b>Value 0.333 of 3 responses</b>")
                .contains("<b>Value 0 of 2 responses</b>", "<b>Sample 0: reward 1</b>", "&lt;think&gt;8 * 7 =")
                .contains(
                        "<b>UCT 1.33: value 0.6, 3 of 5 visits</b> · sample 1 leaves sample 0 at token 6, <q> 56</q>, of"
                                + " surprisal 2.35");
        // of sample 1: its own continuation, then its branch
        assertThat(list.substring(list.indexOf("<div class=\"text\"> 54<")))
                .containsSubsequence("<ol>", " 45", "Sample 1: reward 0", "sample 2 leaves sample 1", " is", "</ol>");
        assertThat(new TreeOutline(Template.resource(ReportWriter.class, "report.html")).of(List.of()))
                .isEqualTo(Html.NONE);
    }

    @Test
    void aBranchFromWhatItsParentSharesStandsBelowTheOneThatWroteIt() {
        List<Limb> limbs = limbs(
                written(0, "abcdef", Optional.empty()),
                written(1, "abcX", Optional.of(new Branch(0, 3))),
                written(2, "abY", Optional.of(new Branch(1, 2))));
        String list = new TreeOutline(Template.resource(ReportWriter.class, "report.html"))
                .of(limbs)
                .markup();
        assertThat(list).contains("Value 1 of 3 responses").contains("Sample 2: reward 2");
        assertThat(list.split("Sample 2: reward")).hasSize(2);
    }

    /** A token for every character. */
    private static final class Characters implements Tokenizer {

        @Override
        public int[] encode(String text) {
            return text.chars().toArray();
        }

        @Override
        public String decode(int[] tokens, boolean skipSpecialTokens) {
            return new String(tokens, 0, tokens.length);
        }

        @Override
        public int[] render(List<Message> messages) {
            return encode(String.valueOf(messages));
        }

        @Override
        public int vocabularySize() {
            return 128;
        }

        @Override
        public List<Integer> endOfSequence() {
            return List.of(0);
        }
    }
}
