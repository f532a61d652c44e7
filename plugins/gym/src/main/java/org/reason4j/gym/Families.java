package org.reason4j.gym;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.gym.algebra.AlgebraFamilies;
import org.reason4j.gym.arithmetic.ArithmeticFamilies;
import org.reason4j.gym.board.BoardFamilies;
import org.reason4j.gym.everyday.EverydayFamilies;
import org.reason4j.gym.geometry.GeometryFamilies;
import org.reason4j.gym.graph.GraphFamilies;
import org.reason4j.gym.grid.GridFamilies;
import org.reason4j.gym.induction.InductionFamilies;
import org.reason4j.gym.logic.LogicFamilies;
import org.reason4j.gym.number.NumberFamilies;
import org.reason4j.gym.puzzle.PuzzleFamilies;
import org.reason4j.gym.rewriting.RewritingFamilies;
import org.reason4j.gym.search.SearchFamilies;
import org.reason4j.gym.text.TextFamilies;

/** Every family of the gym, theme by theme. */
public final class Families {

    private static final List<Family> ALL = Stream.of(
                    ArithmeticFamilies.all(),
                    NumberFamilies.all(),
                    AlgebraFamilies.all(),
                    GeometryFamilies.all(),
                    EverydayFamilies.all(),
                    TextFamilies.all(),
                    LogicFamilies.all(),
                    PuzzleFamilies.all(),
                    BoardFamilies.all(),
                    GridFamilies.all(),
                    GraphFamilies.all(),
                    RewritingFamilies.all(),
                    InductionFamilies.all(),
                    SearchFamilies.all())
            .flatMap(List::stream)
            .toList();

    private Families() {}

    /** All families, in an order that never changes. */
    public static List<Family> all() {
        return ALL;
    }

    /** The family of that name. */
    public static Optional<Family> named(String name) {
        return ALL.stream().filter(family -> family.name().equals(name)).findFirst();
    }
}
