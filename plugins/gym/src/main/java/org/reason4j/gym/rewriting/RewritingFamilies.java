package org.reason4j.gym.rewriting;

import java.util.List;
import org.reason4j.gym.Family;

/** The families about strings that rules change. */
public final class RewritingFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "isomorphic-strings",
                    "Whether one string becomes another by replacing its letters",
                    List.of(
                            new IsomorphicStringsGenerator(6, 3),
                            new IsomorphicStringsGenerator(13, 7),
                            new IsomorphicStringsGenerator(28, 15))),
            new Family(
                    "palindrome-generation",
                    "Letters to be put in an order that reads the same from both ends",
                    List.of(
                            new PalindromeGenerationGenerator(6),
                            new PalindromeGenerationGenerator(12),
                            new PalindromeGenerationGenerator(24))),
            new Family(
                    "palindrome-partitioning",
                    "All ways to cut a string into palindromes",
                    List.of(
                            new PalindromePartitioningGenerator(6),
                            new PalindromePartitioningGenerator(8),
                            new PalindromePartitioningGenerator(11))),
            new Family(
                    "string-insertion",
                    "A string into which letters are put behind certain others",
                    List.of(
                            new StringInsertionGenerator(4, 1),
                            new StringInsertionGenerator(10, 2),
                            new StringInsertionGenerator(24, 5))),
            new Family(
                    "string-manipulation",
                    "A string that rules change until it comes to rest",
                    List.of(
                            new StringManipulationGenerator(6, 2),
                            new StringManipulationGenerator(12, 4),
                            new StringManipulationGenerator(24, 7))),
            new Family(
                    "string-splitting",
                    "Machines that rules take apart: how many of each kind are left",
                    List.of(
                            new StringSplittingGenerator(3, 3),
                            new StringSplittingGenerator(6, 5),
                            new StringSplittingGenerator(15, 7))),
            new Family(
                    "string-synthesis",
                    "Blocks that rules join: how many of each kind are left",
                    List.of(
                            new StringSynthesisGenerator(4, 3),
                            new StringSynthesisGenerator(8, 5),
                            new StringSynthesisGenerator(20, 7))),
            new Family(
                    "binary-alternation",
                    "The fewest exchanges that make a string of zeros and ones alternate",
                    List.of(
                            new BinaryAlternationGenerator(12),
                            new BinaryAlternationGenerator(20),
                            new BinaryAlternationGenerator(40))),
            new Family(
                    "ab",
                    "A row of tokens that vanish or pass each other",
                    List.of(new AbGenerator(7), new AbGenerator(12), new AbGenerator(22))),
            new Family(
                    "bf",
                    "What a program of a language of eight signs prints",
                    List.of(new BfGenerator(3, 1), new BfGenerator(4, 2), new BfGenerator(6, 3))));

    private RewritingFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
