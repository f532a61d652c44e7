package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.gym.graph.Arrow;
import org.reason4j.gym.graph.CourseSchedule;
import org.reason4j.gym.graph.GraphColor;
import org.reason4j.gym.graph.Maze;
import org.reason4j.gym.graph.PathStar;
import org.reason4j.gym.graph.Plan;
import org.reason4j.gym.graph.ShortestPath;
import org.reason4j.gym.graph.WordLadder;

/** Outside items about graphs and ways. */
final class GraphItems {

    private GraphItems() {}

    static Theme theme() {
        return new Theme(
                Map.of(
                        "course_schedule",
                        Outside.of(GraphItems::courseSchedule),
                        "graph_color",
                        Outside.of(GraphItems::graphColor),
                        "shortest_path",
                        Outside.of(GraphItems::shortestPath),
                        "maze",
                        Outside.of(GraphItems::maze),
                        "path_star",
                        Outside.of(GraphItems::pathStar),
                        "word_ladder",
                        Outside.of(item -> new WordLadder(
                                TextItems.text(item, "start_word"),
                                TextItems.text(item, "end_word"),
                                TextItems.texts(item.at("/metadata/vocabulary"))))),
                Set.of("graph-color", "shortest-path", "word-ladder"));
    }

    private static CourseSchedule courseSchedule(JsonNode item) {
        List<Arrow> before = new ArrayList<>();
        item.at("/metadata/prerequisites")
                .forEach(pair ->
                        before.add(new Arrow(pair.get(1).asInt(), pair.get(0).asInt())));
        return new CourseSchedule(item.at("/metadata/courses").size(), before);
    }

    private static GraphColor graphColor(JsonNode item) { // the answer is a map from 0, 1, 2 ... to colours
        List<Arrow> edges = new ArrayList<>();
        item.at("/metadata/puzzle/edges")
                .forEach(pair ->
                        edges.add(new Arrow(pair.get(0).asInt(), pair.get(1).asInt())));
        List<Integer> coloring = new ArrayList<>();
        for (String pair : item.path("answer").asText().split(",")) {
            coloring.add(Integer.valueOf(pair.substring(pair.indexOf(':') + 1).replaceAll("\\D", "")));
        }
        return new GraphColor(edges, item.at("/metadata/puzzle/num_colors").asInt(), coloring);
    }

    private static ShortestPath shortestPath(JsonNode item) {
        List<String> rows = new ArrayList<>();
        item.at("/metadata/matrix").forEach(row -> rows.add(String.join("", TextItems.texts(row))));
        return new ShortestPath(new Plan(rows, '*', '#', 'X'));
    }

    private static Maze maze(JsonNode item) {
        return new Maze(new Plan(
                TextItems.texts(item.at("/metadata/grid")),
                TextItems.text(item, "start").charAt(0),
                TextItems.text(item, "goal").charAt(0),
                TextItems.text(item, "wall").charAt(0)));
    }

    private static PathStar pathStar(
            JsonNode item) { // the last line is |1 2|1 3/1 3 = with start and goal after the slash
        String task = TextItems.lineBehind(item, "task:\n|");
        int slash = task.indexOf('/');
        List<Arrow> edges = new ArrayList<>();
        for (String edge : task.substring(0, slash).split("\\|")) {
            edges.add(arrow(edge));
        }
        Arrow ends = arrow(task.substring(slash + 1).replace("=", "").strip());
        return new PathStar(edges, ends.from(), ends.to());
    }

    private static Arrow arrow(String pair) {
        String[] nodes = pair.split(" ");
        return new Arrow(Integer.parseInt(nodes[0]), Integer.parseInt(nodes[1]));
    }
}
