package org.reason4j.gym.logic;

import java.util.List;
import org.reason4j.gym.Family;

/** Families of logic. */
public final class LogicFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "knights-knaves",
                    "Who tells the truth and who lies, from what people say of each other",
                    List.of(
                            new KnightsKnavesGenerator(2, 1),
                            new KnightsKnavesGenerator(4, 1),
                            new KnightsKnavesGenerator(6, 3))),
            new Family(
                    "zebra-puzzles",
                    "Who stands where in a row of people, from clues about what they have",
                    List.of(new ZebraGenerator(3, 2), new ZebraGenerator(4, 3), new ZebraGenerator(5, 4))),
            new Family(
                    "syllogism",
                    "Whether a proposition about all, some or none of a group follows from others",
                    List.of(new SyllogismGenerator(2, 0), new SyllogismGenerator(3, 1), new SyllogismGenerator(5, 3))),
            new Family(
                    "propositional-logic",
                    "A formula about two variables that follows from formulas about more",
                    List.of(
                            new PropositionalLogicGenerator(3, 2, 1),
                            new PropositionalLogicGenerator(4, 3, 1),
                            new PropositionalLogicGenerator(6, 5, 2))),
            new Family(
                    "circuit-logic",
                    "The output of a circuit of gates for given inputs",
                    List.of(
                            new CircuitGenerator(3, 2, 2),
                            new CircuitGenerator(5, 6, 3),
                            new CircuitGenerator(8, 14, 4))),
            new Family(
                    "self-reference",
                    "The number of ways in which statements about their own truth can be true and false",
                    List.of(
                            new SelfReferenceGenerator(3, 0),
                            new SelfReferenceGenerator(4, 2),
                            new SelfReferenceGenerator(7, 4))),
            new Family(
                    "family-relationships",
                    "What somebody is to somebody, from sentences about parents and couples",
                    List.of(
                            new FamilyRelationshipsGenerator(2, 1),
                            new FamilyRelationshipsGenerator(3, 2),
                            new FamilyRelationshipsGenerator(4, 3))));

    private LogicFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
