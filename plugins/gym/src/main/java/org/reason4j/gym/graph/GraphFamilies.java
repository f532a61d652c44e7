package org.reason4j.gym.graph;

import java.util.List;
import org.reason4j.gym.Family;

/** The families about graphs and ways. */
public final class GraphFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "course-schedule",
                    "Whether courses that need each other can all be taken",
                    List.of(
                            new CourseScheduleGenerator(5, 1),
                            new CourseScheduleGenerator(10, 2),
                            new CourseScheduleGenerator(22, 3))),
            new Family(
                    "graph-color",
                    "A graph to be coloured with three colours",
                    List.of(
                            new GraphColorGenerator(6, 50),
                            new GraphColorGenerator(10, 60),
                            new GraphColorGenerator(15, 75))),
            new Family(
                    "shortest-path",
                    "The moves of a shortest way through a plan with blocked cells",
                    List.of(
                            new ShortestPathGenerator(5, 15),
                            new ShortestPathGenerator(8, 25),
                            new ShortestPathGenerator(12, 35))),
            new Family(
                    "maze",
                    "How many steps the shortest way through a maze has",
                    List.of(new MazeGenerator(3, 0), new MazeGenerator(6, 3), new MazeGenerator(10, 8))),
            new Family(
                    "path-star",
                    "The way from the middle of a star of arms to the end of one",
                    List.of(new PathStarGenerator(2, 3), new PathStarGenerator(4, 5), new PathStarGenerator(8, 9))),
            new Family(
                    "word-ladder",
                    "A way from one word to another by changing one letter at a time",
                    List.of(
                            new WordLadderGenerator(3, 4, 4),
                            new WordLadderGenerator(4, 6, 14),
                            new WordLadderGenerator(5, 9, 30))));

    private GraphFamilies() {}

    /** All of them. */
    public static List<Family> all() {
        return ALL;
    }
}
