package org.reason4j.gym;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.reason4j.gym.Outside.Deviation;
import org.reason4j.gym.board.ColorCubeRotation;
import org.reason4j.gym.board.ColorCubeRotation.Side;
import org.reason4j.gym.board.GameOfLife;
import org.reason4j.gym.board.GameOfLifeHalting;
import org.reason4j.gym.board.MahjongPuzzle;
import org.reason4j.gym.board.MahjongPuzzle.Round;
import org.reason4j.gym.board.ModuloGrid;
import org.reason4j.gym.board.ModuloGrid.Operation;
import org.reason4j.gym.board.ModuloGrid.Rule;
import org.reason4j.gym.board.NQueens;
import org.reason4j.gym.board.Tsumego;
import org.reason4j.gym.puzzle.Grid;

/** Outside items on boards. */
final class BoardItems {

    private static final Map<String, Operation> OPERATIONS = Map.of(
            "sum", Operation.SUM, "diff", Operation.DIFFERENCE, "prod", Operation.PRODUCT, "pow", Operation.POWER);

    private BoardItems() {}

    static Theme theme() {
        return new Theme(
                Map.of(
                        "n_queens",
                        Outside.of(item -> new NQueens(
                                rows(item.at("/metadata/puzzle")),
                                item.path("answer")
                                        .asText()
                                        .lines()
                                        .map(line -> line.replace(" ", ""))
                                        .toList())),
                        "game_of_life",
                        Outside.of(item -> new GameOfLife(
                                cells(item),
                                item.at("/metadata/simulation_steps").asInt())),
                        "game_of_life_halting",
                        Outside.of(item -> new GameOfLifeHalting(
                                cells(item),
                                item.at("/metadata/simulation_steps").asInt())),
                        "modulo_grid",
                        Outside.of(BoardItems::moduloGrid),
                        "mahjong_puzzle",
                        Outside.of(
                                BoardItems::mahjong,
                                new Deviation(
                                        "question",
                                        text -> text.matches("(?s).*initial cards (JIYHDZXXZVDOO|ROWQNKADVLZVH),.*"),
                                        "by the question's own rules the answer is another: A and C are held when B is drawn, and two P"
                                                + " when P is drawn")),
                        "color_cube_rotation",
                        Outside.of(BoardItems::cube),
                        "tsumego",
                        Outside.of(
                                item -> new Tsumego(rows(item.at("/metadata/board"))),
                                new Deviation(
                                        "question",
                                        text -> text.contains("11 . . . . . . O O O . O . . X . ."),
                                        "the source's move takes nothing there, and another one takes a stone"))),
                Set.of("n-queens"));
    }

    private static List<String> rows(JsonNode cells) {
        List<String> rows = new ArrayList<>();
        cells.forEach(row -> rows.add(String.join("", TextItems.texts(row))));
        return rows;
    }

    /** The board of a question: rows of 0 and 1 in square brackets, behind the example of a form where there is one. */
    private static Grid cells(JsonNode item) {
        String question = item.path("question").asText();
        String board = question.substring(question.lastIndexOf("[["));
        return new Grid(LogicItems.matches("\\[([01 ,]+)\\]", board).stream()
                .map(row -> Stream.of(row.group(1).split("[ ,]+"))
                        .map(Integer::valueOf)
                        .toList())
                .toList());
    }

    private static Problem moduloGrid(JsonNode item) {
        JsonNode metadata = item.path("metadata");
        Rule rule = new Rule(
                Objects.requireNonNull(OPERATIONS.get(metadata.path("operation").asText())),
                metadata.path("divisor").asInt(),
                metadata.path("target").asInt());
        List<String> rows = item.path("question")
                .asText()
                .lines()
                .filter(line -> line.matches("[✅❌❔]+"))
                .toList();
        String all = String.join("", rows);
        Set<Integer> holes = new HashSet<>();
        for (int cell = all.indexOf('❔'); cell >= 0; cell = all.indexOf('❔', cell + 1)) {
            holes.add(cell);
        }
        return new ModuloGrid(rule, rows.size(), rows.get(0).length(), holes, "✅❌❔");
    }

    private static Problem mahjong(JsonNode item) {
        List<Round> rounds = new ArrayList<>();
        item.at("/metadata/rounds")
                .forEach(round -> rounds.add(new Round(
                        round.path("add").asText().charAt(0),
                        round.path("remove").asText().charAt(0))));
        String hand = LogicItems.matches(
                        "initial cards ([A-Z]+),", item.path("question").asText())
                .get(0)
                .group(1);
        return new MahjongPuzzle(hand, rounds);
    }

    private static Problem cube(JsonNode item) {
        JsonNode painted = item.at("/metadata/initial_state");
        return new ColorCubeRotation(
                Stream.of(Side.values())
                        .map(side -> painted.path(side.name().toLowerCase(ROOT)).asText())
                        .toList(),
                TextItems.texts(item.at("/metadata/rotations")).stream()
                        .map(side -> Side.valueOf(side.toUpperCase(ROOT)))
                        .toList(),
                Side.valueOf(TextItems.text(item, "target_side").toUpperCase(ROOT)));
    }
}
