package org.reason4j.gym.board;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * The colour of one side of a cube after it was turned.
 *
 * @param colours of the sides, in the order of {@link Side}
 * @param turns the sides that come to the top, one after the other
 * @param asked which side's colour is asked for
 */
public record ColorCubeRotation(List<String> colours, List<Side> turns, Side asked) implements Problem {

    /** The sides; each names the sides that come to the places of all six when this one comes to the top. */
    public enum Side {
        TOP("TOP BOTTOM FRONT BACK LEFT RIGHT"),
        BOTTOM("BOTTOM TOP BACK FRONT LEFT RIGHT"),
        FRONT("FRONT BACK BOTTOM TOP LEFT RIGHT"),
        BACK("BACK FRONT TOP BOTTOM LEFT RIGHT"),
        LEFT("LEFT RIGHT FRONT BACK BOTTOM TOP"),
        RIGHT("RIGHT LEFT FRONT BACK TOP BOTTOM");

        private final String comes;

        Side(String comes) {
            this.comes = comes;
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ColorCubeRotation {
        colours = List.copyOf(colours);
        turns = List.copyOf(turns);
    }

    @Override
    public String question() {
        String painted = IntStream.range(0, colours.size())
                .mapToObj(i -> Side.values()[i].text() + " " + colours.get(i))
                .collect(Collectors.joining(", "));
        String turned = IntStream.range(0, turns.size())
                .mapToObj(i -> (i + 1) + ". The " + turns.get(i).text() + " side comes to the top.")
                .collect(Collectors.joining("\n"));
        return "The sides of a cube on a table are painted: " + painted
                + ". It is tipped, over the edge between the top and the"
                + " side that is named (for the bottom, twice over the front edge), where front, back, left and right always"
                + " mean the places as you see them now:\n" + turned + "\nWhich colour is at the " + asked.text()
                + " in the end? Answer with the colour alone.";
    }

    @Override
    public String answer() {
        List<String> now = colours;
        for (Side turn : turns) {
            List<String> before = now;
            now = List.of(turn.comes.split(" ")).stream()
                    .map(side -> before.get(Side.valueOf(side).ordinal()))
                    .toList();
        }
        return now.get(asked.ordinal());
    }

    @Override
    public boolean accepts(String answer) {
        return answer.strip().equalsIgnoreCase(answer());
    }

    /** Sides that the turns move. */
    @Override
    public double work() {
        return 4.0 * turns.size();
    }
}
