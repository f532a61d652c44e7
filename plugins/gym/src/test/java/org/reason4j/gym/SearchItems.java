package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.reason4j.gym.Outside.Deviation;
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

/** Outside items of sequences of moves. Their rules alone judge; a solution is the item's, so that a problem has one to show. */
final class SearchItems {

    private SearchItems() {}

    static Theme theme() {
        return new Theme(
                Map.of(
                        "jugs", Outside.of(SearchItems::jugs),
                        "tower_of_hanoi", Outside.of(SearchItems::hanoi),
                        "quantum_lock", Outside.of(SearchItems::lock),
                        "knight_swap",
                                Outside.of(
                                        SearchItems::knights,
                                        new Deviation(
                                                "question",
                                                text -> text.contains("3 |   |   | w | B |"),
                                                "the source says that there is no way, and there is one of 14 moves")),
                        "rush_hour", Outside.of(SearchItems::rushHour),
                        "sokoban", Outside.of(SearchItems::sokoban),
                        "rubiks_cube", Outside.of(SearchItems::cube),
                        "boxnet",
                                Outside.of(
                                        SearchItems::boxNet,
                                        new Deviation(
                                                "accept",
                                                text -> text.contains("Agent[9.5, 9.5]"),
                                                "there is no such agent; the source skips what it does"))),
                Set.of(
                        "jugs",
                        "tower-of-hanoi",
                        "quantum-lock",
                        "knight-swap",
                        "rush-hour",
                        "sokoban",
                        "rubiks-cube",
                        "boxnet"));
    }

    private static Problem jugs(JsonNode item) {
        return new Jugs(
                ArithmeticItems.integers(item.at("/metadata/puzzle/jug_capacities")),
                item.at("/metadata/puzzle/target").asInt());
    }

    private static Problem hanoi(JsonNode item) {
        return new TowerOfHanoi(
                item.at("/metadata/num_disks").asInt(),
                item.at("/metadata/num_pegs").asInt(),
                item.at("/metadata/start_peg").asInt(),
                item.at("/metadata/target_peg").asInt());
    }

    private static Problem lock(JsonNode item) {
        List<Button> buttons = new ArrayList<>();
        item.at("/metadata/buttons")
                .forEach(button -> buttons.add(new Button(
                        button.path("name").asText().charAt(0),
                        Operation.valueOf(upper(button, "type")),
                        button.path("value").asInt(),
                        Light.valueOf(upper(button, "active_state")))));
        return new QuantumLock(
                buttons,
                item.at("/metadata/initial_value").asInt(),
                TextItems.text(item, "initial_state").equals("red"),
                item.at("/metadata/target_value").asInt());
    }

    private static String upper(JsonNode node, String field) {
        return node.path(field).asText().toUpperCase(Locale.ROOT);
    }

    private static Problem knights(JsonNode item) {
        JsonNode pieces = item.at("/metadata/pieces");
        char[][] board = new char[3][4];
        Stream.of(board).forEach(row -> Arrays.fill(row, '#'));
        pieces.fieldNames().forEachRemaining(square -> {
            String piece =
                    pieces.path(square).isNull() ? "." : pieces.path(square).asText();
            board['3' - square.charAt(1)][square.charAt(0) - 'A'] = piece.charAt(0);
        });
        return new KnightSwap(
                Stream.of(board).map(String::new).toList(),
                TextItems.text(item, "start_turn").equals("w"));
    }

    private static Problem rushHour(JsonNode item) {
        String board = TextItems.text(item, "board_config").replace('o', '.');
        List<String> rows = new ArrayList<>();
        for (int start = 0; start < board.length(); start += 6) {
            rows.add(board.substring(start, start + 6));
        }
        return new RushHour(rows, List.of(item.path("answer").asText().split(" ")));
    }

    /** The source's signs: {@code + - X @ $ * %} for a wall, free, a goal, a box, one on a goal, the player, the same on a goal. */
    private static Problem sokoban(JsonNode item) {
        List<String> rows = TextItems.text(item, "gamestr")
                .lines()
                .map(line -> line.replace(" ", ""))
                .filter(line -> !line.isEmpty())
                .map(line -> line.chars()
                        .mapToObj(sign -> String.valueOf("#-.$*@+".charAt("+-X@$*%".indexOf(sign))))
                        .reduce("", String::concat))
                .toList();
        return new Sokoban(rows, item.path("answer").asText());
    }

    /** The net of a question: three rows of the upper face, three of the four beside the front, three of the lower one. */
    private static Problem cube(JsonNode item) {
        List<String> rows = item.path("question")
                .asText()
                .lines()
                .map(line -> line.replace(" ", ""))
                .filter(line -> line.matches("[WYROGB]{3}|[WYROGB]{12}"))
                .toList();
        StringBuilder stickers = new StringBuilder(String.join("", rows.subList(0, 3)));
        for (int face = 0; face < 4; face++) {
            for (String row : rows.subList(3, 6)) {
                stickers.append(row, 3 * face, 3 * face + 3);
            }
        }
        stickers.append(String.join("", rows.subList(6, 9)));
        return new RubiksCube(
                stickers.toString(), List.of(item.path("answer").asText().split("\\s+")));
    }

    /** What stands on each square, which the source names by its centre, row first. */
    private static Problem boxNet(JsonNode item) {
        List<Item> boxes = new ArrayList<>();
        List<Item> targets = new ArrayList<>();
        JsonNode squares = item.at("/metadata/initial_state");
        squares.fieldNames().forEachRemaining(square -> {
            int row = Integer.parseInt(square.replaceAll("[._].*", ""));
            int column = Integer.parseInt(square.replaceAll(".*_|\\.5$", ""));
            for (String kept : TextItems.texts(squares.path(square))) {
                String colour = kept.replaceFirst(".*_", "");
                (kept.startsWith("box") ? boxes : targets).add(new Item(colour, row, column));
            }
        });
        return new BoxNet(
                item.at("/metadata/row_num").asInt(),
                item.at("/metadata/column_num").asInt(),
                boxes,
                targets);
    }
}
