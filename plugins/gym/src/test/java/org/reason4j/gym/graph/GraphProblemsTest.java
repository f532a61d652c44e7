package org.reason4j.gym.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphProblemsTest {

    private static final Plan PLAN = new Plan(List.of("S.#", "#..", "..G"), 'S', 'G', '#');

    @Test
    void coursesThatWaitForEachOtherCanNotBeTaken() {
        List<Arrow> line = List.of(new Arrow(0, 1), new Arrow(1, 2));
        assertThat(new CourseSchedule(4, line).answer()).isEqualTo("True");
        assertThat(new CourseSchedule(4, List.of(new Arrow(0, 1), new Arrow(1, 2), new Arrow(2, 1))).answer())
                .isEqualTo("False");
        assertThat(new CourseSchedule(2, List.of(new Arrow(0, 1), new Arrow(1, 0))).accepts("false"))
                .isTrue();
    }

    @Test
    void everyColouringWithoutAnEdgeOfOneColourIsRight() {
        List<Arrow> triangle = List.of(new Arrow(0, 1), new Arrow(1, 2), new Arrow(0, 2));
        GraphColor problem = new GraphColor(triangle, 3, List.of(1, 2, 3));
        assertThat(problem.answer()).isEqualTo("0:1, 1:2, 2:3");
        assertThat(problem.accepts("2:1, 1:3, 0:2")).isTrue();
        assertThat(problem.accepts("{\"0\": 3, \"1\": 2, \"2\": 1}")).isTrue();
        assertThat(problem.accepts("0:1, 1:2, 2:1")).isFalse();
        assertThat(problem.accepts("0:1, 1:2, 2:4")).isFalse(); // there is no fourth colour
        assertThat(problem.accepts("0:1, 1:2")).isFalse();
        assertThat(problem.accepts("0:1, 1:2, 2:3, 3:1")).isFalse(); // nor a node 3
        assertThat(problem.accepts("0:1, 1:2, 2:2, 2:3")).isFalse(); // two colours for one node
    }

    @Test
    void everyShortestWayIsRightAndNoLongerOne() {
        ShortestPath problem = new ShortestPath(PLAN);
        assertThat(problem.accepts("right down right down")).isTrue();
        assertThat(problem.accepts("right down down right")).isTrue();
        assertThat(problem.accepts("right left right down right down")).isFalse(); // arrives, but later
        assertThat(problem.accepts("down right right down")).isFalse(); // through a wall
        assertThat(problem.accepts("right right down down")).isFalse();
        assertThat(problem.accepts("up right down down")).isFalse(); // out of the plan
        assertThat(problem.accepts("infeasible")).isFalse();
    }

    @Test
    void noWayIsInfeasible() {
        ShortestPath problem = new ShortestPath(new Plan(List.of("S#G"), 'S', 'G', '#'));
        assertThat(problem.answer()).isEqualTo("infeasible");
        assertThat(problem.accepts("right right")).isFalse();
    }

    @Test
    void aMazeAsksForTheNumberOfStepsAlone() {
        assertThat(new Maze(PLAN).answer()).isEqualTo("4");
    }

    @Test
    void theWayThroughAStarFollowsEdgesInBothDirections() {
        List<Arrow> edges = List.of(new Arrow(7, 4), new Arrow(9, 7), new Arrow(4, 2), new Arrow(4, 8));
        PathStar problem = new PathStar(edges, 9, 8);
        assertThat(problem.answer()).isEqualTo("9 7 4 8");
        assertThat(problem.accepts("8 4 7 9")).isFalse();
    }

    @Test
    void everyLadderOfWordsOfTheListIsRight() {
        WordLadder problem = new WordLadder("CAT", "DOG", List.of("CAT", "COT", "COG", "DOG", "DOT", "CAP"));
        assertThat(problem.answer()).isEqualTo("CAT, COT, COG, DOG"); // no shorter one exists: three letters differ
        assertThat(problem.accepts("cat,cot,dot,dog")).isTrue();
        assertThat(problem.accepts("CAT, CAP, CAT, COT, DOT, DOG")).isTrue();
        assertThat(problem.accepts("CAT, COT, DOG")).isFalse();
        assertThat(problem.accepts("CAT, DAT, DOT, DOG")).isFalse(); // DAT is not in the list
        assertThat(problem.accepts("COT, DOT, DOG")).isFalse();
    }
}
