package org.reason4j.gym;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.gym.board.ColorCubeRotation;
import org.reason4j.gym.board.ColorCubeRotation.Side;
import org.reason4j.gym.board.GameOfLife;
import org.reason4j.gym.board.GameOfLifeHalting;
import org.reason4j.gym.board.MahjongPuzzle;
import org.reason4j.gym.board.MahjongPuzzle.Round;
import org.reason4j.gym.board.NQueens;
import org.reason4j.gym.board.Tsumego;
import org.reason4j.gym.logic.BooleanFormula;
import org.reason4j.gym.logic.BooleanFormula.Connective;
import org.reason4j.gym.logic.KnightsKnaves;
import org.reason4j.gym.logic.Proposition;
import org.reason4j.gym.logic.Proposition.Form;
import org.reason4j.gym.logic.PropositionalLogic;
import org.reason4j.gym.logic.SelfReference;
import org.reason4j.gym.logic.SelfReference.Statement;
import org.reason4j.gym.logic.Syllogism;
import org.reason4j.gym.puzzle.Countdown;
import org.reason4j.gym.puzzle.Cryptarithm;
import org.reason4j.gym.puzzle.Grid;
import org.reason4j.gym.puzzle.Kakurasu;
import org.reason4j.gym.search.BoxNet;
import org.reason4j.gym.search.BoxNet.Item;
import org.reason4j.gym.search.Jugs;
import org.reason4j.gym.search.KnightSwap;
import org.reason4j.gym.search.QuantumLock;
import org.reason4j.gym.search.QuantumLock.Button;
import org.reason4j.gym.search.QuantumLock.Light;
import org.reason4j.gym.search.QuantumLock.Operation;
import org.reason4j.gym.search.RubiksCube;
import org.reason4j.gym.search.RushHour;
import org.reason4j.gym.search.Sokoban;
import org.reason4j.gym.search.TowerOfHanoi;

/** Problems of logic, puzzles, searches and boards that a reader can solve with a pencil. */
class WorkedPuzzlesTest {

    private static final BooleanFormula A = BooleanFormula.variable(0);
    private static final BooleanFormula B = BooleanFormula.variable(1);
    private static final BooleanFormula C = BooleanFormula.variable(2);

    private static void judges(Problem problem, List<String> right, List<String> wrong) {
        assertThat(problem.accepts(problem.answer())).as(problem.answer()).isTrue();
        assertThat(right).as("right for: %s", problem.question()).allMatch(problem::accepts);
        assertThat(wrong).as("wrong for: %s", problem.question()).noneMatch(problem::accepts);
    }

    @Test
    void whoSaysThatTheOtherLiesIsBelievedWhereTheOtherClaimsThatTheyAreAlike() {
        // Ada: Bo lies. Bo: Ada and I are alike. If Ada lied, Bo would be truthful and they would not be alike.
        KnightsKnaves problem = new KnightsKnaves(
                List.of("Ada", "Bo"),
                List.of(BooleanFormula.not(B), BooleanFormula.of(Connective.IFF, A, B)),
                List.of("knight", "knave"));
        assertThat(problem.answer()).isEqualTo("Ada is a knight, Bo is a knave");
        judges(
                problem,
                List.of("Bo is a knave and Ada is a knight.", "ada is a knight\nbo is a knave"),
                List.of(
                        "Ada is a knight",
                        "Ada is a knave, Bo is a knight",
                        "Ada is a knight, Bo is a knave, Cy is a knave"));
    }

    @Test
    void aConclusionMustFollowSpeakOfTheRightVariablesAndSaySomething() {
        PropositionalLogic problem = new PropositionalLogic(
                List.of("A", "B", "C"),
                List.of(BooleanFormula.of(Connective.IMPLIES, A, B), BooleanFormula.of(Connective.IMPLIES, B, C)),
                List.of(0, 2));
        assertThat(problem.answer()).isEqualTo("(¬A ∨ C)");
        judges(problem, List.of("A -> C", "~C → ~A", "¬(A ∧ ¬C)"), List.of("A → B", "A ∨ ¬A", "A → ¬C", "C", "A → C."));
    }

    @Test
    void everyGroupHasAMemberAndAMiddleTermMustBeDistributed() {
        Proposition all = new Proposition(Form.ALL, 0, 1);
        List<String> terms = List.of("bakers", "sailors", "dancers");
        assertThat(new Syllogism(terms, List.of(all, new Proposition(Form.ALL, 1, 2)), new Proposition(Form.SOME, 2, 0))
                        .answer())
                .isEqualTo("yes");
        assertThat(new Syllogism(
                                terms, List.of(all, new Proposition(Form.SOME, 1, 2)), new Proposition(Form.SOME, 0, 2))
                        .answer())
                .isEqualTo("no");
    }

    @Test
    void aStatementThatOneIsTrueMayBeTrueOrFalseAlone() {
        // alone it holds if it is true, and does not if it is false; "exactly 0 are true" can be neither
        assertThat(new SelfReference(List.of(new Statement(SelfReference.Kind.AT_LEAST_TRUE, 1, 0))).answer())
                .isEqualTo("2");
        assertThat(new SelfReference(List.of(new Statement(SelfReference.Kind.EXACTLY_TRUE, 0, 0))).answer())
                .isEqualTo("0");
    }

    @Test
    void anExpressionUsesEachNumberOnceAndFractionsAreExact() {
        // 8 / (3 - 8/3) = 8 / (1/3) = 24
        judges(
                new Countdown(List.of(3, 3, 8, 8), 24, "8 / (3 - 8 / 3)"),
                List.of("8/(3-8/3)", "(8 / (3 - (8 / 3)))"),
                List.of("24", "3 * 8", "8/(3-8/3)+0", "3*3+8+8-1", "8/(3-3)*8", "8/(3-8/3) = 24", "0x18"));
    }

    @Test
    void lettersOfASumAreDifferentDigitsAndNoWordBeginsWithZero() {
        Cryptarithm problem = new Cryptarithm(List.of("AB", "AB"), "CA", Map.of('A', 4, 'B', 2, 'C', 8));
        // 42 + 42 = 84, and 21 + 21 = 42
        judges(
                problem,
                List.of("A=4,B=2,C=8", "C=4, A=2, B=1"),
                List.of("A=4, B=2", "A=0, B=0, C=0", "A=4, B=2, C=8, D=1"));
    }

    @Test
    void sumsOfPlacesDecideAGridOfOnes() {
        Kakurasu problem = new Kakurasu(List.of(3, 2), List.of(1, 3), Grid.of(new int[][] {{1, 1}, {0, 1}}));
        judges(problem, List.of("1 1\n0 1", "[[1, 1], [0, 1]]"), List.of("1 1\n1 0", "1 1\n0 1\n0 0", "3 0\n0 1"));
    }

    @Test
    void fourLitresAreMeasuredWithJugsOfThreeAndFive() {
        judges(
                new Jugs(List.of(5, 3), 4),
                List.of("fill A, pour A->B, empty B, pour A->B, fill A, pour A->B"),
                List.of("fill A", "pour A->A", "fill C", "fill A, pour A->B, empty B, pour A->B, fill A"));
    }

    @Test
    void theFewestMovesOfATowerAreSevenForThreeDisksAndSeventeenForSixOnFourPegs() {
        assertThat(new TowerOfHanoi(3, 3, 1, 3).answer().lines()).hasSize(7);
        assertThat(new TowerOfHanoi(6, 4, 1, 3).answer().lines()).hasSize(17);
        judges(
                new TowerOfHanoi(2, 3, 1, 3),
                List.of(
                        "Move disk 1 from Peg 1 to Peg 2\nMove disk 2 from Peg 1 to Peg 3\nMove disk 1 from Peg 2 to Peg 3"),
                List.of(
                        "disk 2 from peg 1 to peg 3",
                        "disk 1 from peg 1 to peg 3\ndisk 1 from peg 3 to peg 2\ndisk 2 from peg 1 to peg 3\n"
                                + "disk 1 from peg 2 to peg 3"));
    }

    @Test
    void aButtonOfAnotherColourOnlyTurnsTheLight() {
        // 1 red: A doubles at any light; B adds 1 at green alone. 1 -A-> 2 green -B-> 3 red; at once B would leave 1.
        QuantumLock lock = new QuantumLock(
                List.of(
                        new Button('A', Operation.MULTIPLY, 2, Light.ANY),
                        new Button('B', Operation.ADD, 1, Light.GREEN)),
                1,
                true,
                3);
        judges(lock, List.of("A B", "A → B", "A,B", "AB"), List.of("B A", "A", "B B A B", "A B.", "A C"));
    }

    @Test
    void knightsMoveByTurnsAndMayBeStuck() {
        // two rows of three have jumps A1-C2, A2-C1 only
        judges(new KnightSwap(List.of("..B", "w.."), true), List.of("No"), List.of("w A1 C2", "yes"));
        KnightSwap free = new KnightSwap(List.of("B..", "...", ".w."), true);
        assertThat(free.answer()).startsWith("w B1 C3");
        judges(free, List.of(), List.of("no", "B A3 C2", "w B1 A3"));
    }

    @Test
    void carsSlideAlongTheirLinesOverFreeCellsOnly() {
        RushHour board = new RushHour(List.of("....", "AA.B", "...B", "...."), List.of("B+1", "A+2"));
        judges(
                board,
                List.of("B+1, A+1, A+1"),
                List.of("A+2", "B+1", "B+2 A+2", "B+1 A+2 Z+1", "B+1 A+3", "B+1 go A+2"));
    }

    @Test
    void boxesArePushedAndNeverPulledAndWallsStopEverybody() {
        Sokoban room = new Sokoban(List.of("#####", "#@$.#", "#####"), "R");
        judges(room, List.of(" R "), List.of("", "L", "RR", "LR", "R!", "my moves: R"));
    }

    @Test
    void sixTimesRightUpAndBackIsNoTurnAtAll() {
        String solved = "W".repeat(9) + "O".repeat(9) + "G".repeat(9) + "R".repeat(9) + "B".repeat(9) + "Y".repeat(9);
        judges(
                new RubiksCube(solved, List.of("U", "U'")),
                List.of("R U R' U' ".repeat(6), "F F F F", "L R' R L'"),
                List.of("R U R' U' ".repeat(5), "F", "U2 U2", ""));
    }

    @Test
    void agentsMoveBoxesOfTheirOwnSquaresOnceInAStep() {
        BoxNet field = new BoxNet(1, 2, List.of(new Item("red", 0, 1)), List.of(new Item("red", 0, 0)));
        String there = "{\"Agent[0, 1]\": \"move(box_red, square[0, 0])\"}";
        String done = "{\"Agent[0, 0]\": \"move(box_red, target_red)\"}";
        judges(
                field,
                List.of(
                        "[" + there + ", " + done + "]",
                        "[" + there.replace("[0, 1]", "[0.5, 1.5]") + "," + done + "]"),
                List.of(
                        "[" + done + "]",
                        "[" + there + "]",
                        there + ", " + done,
                        "[" + done + ", " + there + "]",
                        "[]"));
    }

    @Test
    void queensKeepTheirSquares() {
        NQueens board = new NQueens(List.of("_Q__", "____", "____", "____"), List.of("_Q__", "___Q", "Q___", "__Q_"));
        judges(board, List.of(), List.of("_ _ Q _\nQ _ _ _\n_ _ _ Q\n_ Q _ _", "_ Q _ _\n_ _ _ Q\n_ _ _ _\n_ _ Q _"));
    }

    @Test
    void threeInARowBlinkAndTwoDie() {
        Grid row = Grid.of(
                new int[][] {{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 1, 1, 1, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}});
        assertThat(new GameOfLife(row, 1).answer()).isEqualTo("0 0 0 0 0\n0 0 1 0 0\n0 0 1 0 0\n0 0 1 0 0\n0 0 0 0 0");
        assertThat(new GameOfLife(row, 2).answer()).isEqualTo(row.numbers());
        assertThat(new GameOfLifeHalting(row, 20).answer()).isEqualTo("false");
        Grid pair = Grid.of(new int[][] {{1, 1, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}});
        judges(new GameOfLifeHalting(pair, 1), List.of("True", "true"), List.of("false", "None", "true or false"));
    }

    @Test
    void threeOfAKindComeBeforeARun() {
        assertThat(new MahjongPuzzle("BBAC", List.of(new Round('B', 'A'))).answer())
                .isEqualTo("Peng");
        assertThat(new MahjongPuzzle("BAC", List.of(new Round('B', 'A'))).answer())
                .isEqualTo("Chi");
        assertThat(new MahjongPuzzle("BAC", List.of(new Round('X', 'A'), new Round('B', 'C'))).answer())
                .isEqualTo("Pass");
    }

    @Test
    void aCubeThatIsTippedFourTimesIsAsBefore() {
        List<String> colours =
                List.of("red", "blue", "green", "white", "pink", "black"); // top, bottom, front, back, left, right
        for (Side side : List.of(Side.FRONT, Side.BACK, Side.LEFT, Side.RIGHT)) {
            assertThat(new ColorCubeRotation(colours, List.of(side), Side.TOP).answer())
                    .isEqualTo(colours.get(side.ordinal()));
            for (Side asked : Side.values()) {
                assertThat(new ColorCubeRotation(colours, List.of(side, side, side, side), asked).answer())
                        .isEqualTo(colours.get(asked.ordinal()));
            }
        }
        assertThat(new ColorCubeRotation(colours, List.of(Side.FRONT), Side.BACK).answer())
                .isEqualTo("red");
    }

    @Test
    void theMoveThatTakesMostIsRight() {
        // A1 takes the two white stones of column A; E4 takes the one in the corner
        Tsumego board = new Tsumego(List.of("...XO", "X....", "OX...", "OX...", "....."));
        judges(board, List.of("A1", "a1"), List.of("E4", "B1", "A6", "Z9", "A1 or E4"));
    }
}
