package org.reason4j.gym.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.gym.rewriting.RewriteRule.Place;

class RewritingProblemsTest {

    @Test
    void isomorphicStringsMapLettersBothWays() {
        assertThat(new IsomorphicStrings("egg", "add").answer()).isEqualTo("True");
        assertThat(new IsomorphicStrings("egg", "abc").answer()).isEqualTo("False"); // g would be two letters
        assertThat(new IsomorphicStrings("abc", "egg").answer()).isEqualTo("False"); // b and c would be one letter
        assertThat(new IsomorphicStrings("ab", "ba").accepts("TRUE")).isTrue();
    }

    @Test
    void everyPalindromeOfTheLettersIsRight() {
        PalindromeGeneration problem = new PalindromeGeneration(List.of("a", "b", "c", "b", "a"));
        assertThat(problem.answer()).isEqualTo("abcba");
        assertThat(problem.accepts("BACAB")).isTrue();
        assertThat(problem.accepts("abba")).isFalse();
        assertThat(problem.accepts("abbca")).isFalse();
    }

    @Test
    void allPartitionsMustBeThereOnce() {
        PalindromePartitioning problem = new PalindromePartitioning("aab");
        assertThat(problem.answer()).isEqualTo("a a b\naa b");
        assertThat(problem.accepts("aa b\na a b")).isTrue();
        assertThat(problem.accepts("[[\"aa\", \"b\"], [\"a\", \"a\", \"b\"]]")).isTrue();
        assertThat(problem.accepts("aa b")).isFalse();
        assertThat(problem.accepts("aa b\na a b\naa b")).isFalse();
        assertThat(new PalindromePartitioning("aaaa").ways()).hasSize(8); // each of the three gaps is cut or not
    }

    @Test
    void aLetterIsPutBehindFourOfTheCircleAndWhatWasReadIsNotReadAgain() {
        assertThat(new StringInsertion("ABCDE").answer()).isEqualTo("ABCDAE"); // BCDE starts within what was read
        assertThat(new StringInsertion("EDEABC").answer()).isEqualTo("EDEABDC");
        assertThat(new StringInsertion("ABCABCD").answer()).isEqualTo("ABCABCDA");
        assertThat(new StringInsertion("AAAA").answer()).isEqualTo("AAAA");
    }

    @Test
    void everyRewritingRuleDoesWhatItsWordsSay() {
        assertThat(new RewriteRule.Replace(Place.START, "ca", "bb", "c", 0).apply("caa"))
                .contains("bbac");
        assertThat(new RewriteRule.Replace(Place.START, "cb", "aa", "", 1).apply("cbbc"))
                .contains("aab");
        assertThat(new RewriteRule.Replace(Place.END, "cc", "b", "a", 0).apply("bcc"))
                .contains("abb");
        assertThat(new RewriteRule.Replace(Place.FIRST, "ab", "", "", 0).apply("cabab"))
                .contains("cab");
        assertThat(new RewriteRule.Replace(Place.INSIDE, "ca", "", "", 0).apply("cabca"))
                .contains("cab");
        assertThat(new RewriteRule.Replace(Place.INSIDE, "ca", "", "", 0).apply("cab"))
                .isEmpty();
        assertThat(new RewriteRule.Even('b', "ab").apply("bcb")).contains("bcbab");
        assertThat(new RewriteRule.Even('b', "ab").apply("ccc")).isEmpty();
        assertThat(new RewriteRule.Longer(3).apply("abcd")).contains("abd");
        assertThat(new RewriteRule.Longer(3).apply("abc")).isEmpty();
    }

    @Test
    void theFirstRuleThatFitsIsAppliedUntilNoneFitsOrAStringWouldComeBack() {
        RewriteRule drop = new RewriteRule.Replace(Place.START, "aa", "a", "", 0);
        RewriteRule turn = new RewriteRule.Replace(Place.FIRST, "ab", "ba", "", 0);
        assertThat(new StringManipulation("aab", List.of(turn, drop)).answer()).isEqualTo("baa"); // aba, baa
        assertThat(new StringManipulation("aab", List.of(drop, turn)).answer()).isEqualTo("ba"); // ab, ba
        RewriteRule back = new RewriteRule.Replace(Place.FIRST, "ba", "ab", "", 0);
        assertThat(new StringManipulation("ab", List.of(turn, back)).answer()).isEqualTo("ba"); // ab again is not taken
    }

    @Test
    void reactionsUseTheFirstRuleForWhichThereIsEnough() {
        Reaction takeApart = new Reaction(List.of(1, 0, 0, 0, 0, 0), List.of(0, 0, 0, 2, 1, 0)); // A > 2 X + Y
        Reaction join = new Reaction(List.of(0, 0, 0, 1, 1, 0), List.of(0, 0, 0, 0, 0, 1)); // X + Y > Z
        StringSplitting split = new StringSplitting(List.of(takeApart, join), List.of(2, 1, 0, 0, 0, 0));
        assertThat(split.question()).contains("1. A > 2 X + Y\n2. X + Y > Z\n");
        assertThat(split.answer()).isEqualTo("0 1 0 2 0 2"); // 4 X and 2 Y, of which two pairs become Z
        assertThat(split.accepts("[0, 1, 0, 2, 0, 2]")).isTrue();
        assertThat(split.accepts("2 1 0 0 0 0")).isFalse();
        Reaction mixed =
                new Reaction(List.of(1, 1, 0, 0, 0, 0, 0, 0, 0), List.of(0, 0, 0, 1, 0, 0, 0, 0, 0)); // A + B > K
        Reaction twice =
                new Reaction(List.of(2, 0, 0, 0, 0, 0, 0, 0, 0), List.of(0, 0, 0, 0, 1, 0, 0, 0, 0)); // 2 A > L
        assertThat(new StringSynthesis(List.of(mixed, twice), List.of(4, 1, 1, 0, 0, 0, 0, 0, 0)).answer())
                .isEqualTo("1 0 1 1 1 0 0 0 0");
    }

    @Test
    void anExchangeMendsTwoWrongPlaces() {
        assertThat(new BinaryAlternation("111000").answer()).isEqualTo("1");
        assertThat(new BinaryAlternation("0101").answer()).isEqualTo("0");
        assertThat(new BinaryAlternation("1110").answer()).isEqualTo("-1");
        assertThat(new BinaryAlternation("11001").answer())
                .isEqualTo("1"); // of 10101 in the second and the third place
    }

    @Test
    void facingTokensVanishOrPass() {
        assertThat(new Ab(List.of("B#", "A#", "#B", "#A", "B#")).answer()).isEqualTo("B#"); // B# #B A# #A B#
        assertThat(new Ab(List.of("A#", "#B")).answer()).isEqualTo("#B A#");
        assertThat(new Ab(List.of("A#", "#A")).answer()).isEqualTo("nothing");
    }

    @Test
    void aProgramPrintsTheCodesOfItsCells() {
        assertThat(new Bf("++++++++[>++++++++<-]>+.+.").answer()).isEqualTo("AB"); // 8 * 8 + 1 = 65
        assertThat(new Bf("-[>+<-]>" + "-".repeat(190) + ".").answer()).isEqualTo("A"); // 255 - 190
        assertThat(new Bf("[.]" + "+".repeat(57) + ". a remark").answer()).isEqualTo("9");
    }

    @Test
    void aProgramThatNeverEndsPrintsWhatItHasAfterSomeTime() {
        assertThat(new Bf("+".repeat(65) + ".[]").answer()).isEqualTo("A");
    }
}
