package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import org.reason4j.gym.puzzle.Countdown;
import org.reason4j.gym.puzzle.Cryptarithm;
import org.reason4j.gym.puzzle.Futoshiki;
import org.reason4j.gym.puzzle.Futoshiki.Sign;
import org.reason4j.gym.puzzle.Grid;
import org.reason4j.gym.puzzle.Kakurasu;
import org.reason4j.gym.puzzle.Sudoku;
import org.reason4j.gym.puzzle.Survo;

/** Outside items of puzzles with numbers. Their rules alone judge; the solution is the item's, so that a problem has one to show. */
final class PuzzleItems {

    private PuzzleItems() {}

    static Theme theme() {
        return new Theme(
                Map.of(
                        "countdown",
                        Outside.of(item ->
                                countdown(item, item.at("/metadata/target").asInt())),
                        "puzzle24",
                        Outside.of(item -> countdown(item, 24)),
                        "cryptarithm",
                        Outside.of(PuzzleItems::cryptarithm),
                        "sudoku",
                        Outside.of(item -> new Sudoku(3, puzzle(item), solution(item))),
                        "mini_sudoku",
                        Outside.of(item -> new Sudoku(2, puzzle(item), solution(item))),
                        "futoshiki",
                        Outside.of(PuzzleItems::futoshiki),
                        "survo",
                        Outside.of(item -> new Survo(
                                puzzle(item),
                                ArithmeticItems.integers(item.at("/metadata/candidate_numbers")),
                                solution(item))),
                        "kakurasu",
                        Outside.of(item -> new Kakurasu(
                                ArithmeticItems.integers(item.at("/metadata/row_sums")),
                                ArithmeticItems.integers(item.at("/metadata/col_sums")),
                                solution(item)))),
                Set.of("countdown", "puzzle24", "cryptarithm", "survo", "kakurasu"));
    }

    private static Problem countdown(JsonNode item, int target) {
        return new Countdown(
                ArithmeticItems.integers(item.at("/metadata/numbers")),
                target,
                item.path("answer").asText());
    }

    private static Problem cryptarithm(JsonNode item) {
        Map<Character, Integer> digits = new TreeMap<>();
        for (MatchResult pair :
                LogicItems.matches("([A-Z])=([0-9])", item.path("answer").asText())) {
            digits.put(pair.group(1).charAt(0), Integer.valueOf(pair.group(2)));
        }
        return new Cryptarithm(
                TextItems.texts(item.at("/metadata/words_letters")), TextItems.text(item, "result_letters"), digits);
    }

    private static Problem futoshiki(JsonNode item) {
        Grid puzzle = puzzle(item);
        int size = puzzle.rows().size();
        List<Sign> signs = new ArrayList<>();
        for (JsonNode sign : item.at("/metadata/constraints")) {
            int one = sign.get(0).asInt() * size + sign.get(1).asInt();
            int other = sign.get(2).asInt() * size + sign.get(3).asInt();
            signs.add(sign.get(4).asText().equals("<") ? new Sign(one, other) : new Sign(other, one));
        }
        return new Futoshiki(puzzle, signs, solution(item));
    }

    private static Grid puzzle(JsonNode item) {
        List<List<Integer>> rows = new ArrayList<>();
        item.at("/metadata/puzzle").forEach(row -> rows.add(ArithmeticItems.integers(row)));
        return new Grid(rows);
    }

    private static Grid solution(JsonNode item) {
        return new Grid(item.path("answer")
                .asText()
                .lines()
                .filter(line -> line.matches(".*[0-9].*"))
                .map(line -> LogicItems.matches("[0-9]+", line).stream()
                        .map(cell -> Integer.valueOf(cell.group()))
                        .toList())
                .toList());
    }
}
