package org.reason4j.gym.rewriting;

import java.util.ArrayDeque;
import java.util.Deque;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * What a program of a language of eight signs prints.
 *
 * @param program with matching brackets, without input
 */
public record Bf(String program) implements Problem {

    private static final int CELLS = 30_000;
    private static final int STEPS = 5_000_000; // a program that runs longer prints what it has until then

    @Override
    public String question() {
        return """
                A machine has a row of cells, all 0 at first, that hold 0 to 255 and wrap round, and a pointer on the first cell. \
                The signs of its programs mean: > and < move the pointer by one cell; + and - change its cell by one; . prints \
                the character with the cell's code; [ jumps behind its ] if the cell is 0; ] jumps back to its [ if the cell is \
                not 0. What does this program print?
                %s
                Answer with the printed text alone.""".formatted(program);
    }

    @Override
    public String answer() {
        return run().text().strip();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).equals(answer());
    }

    /** Signs carried out. */
    @Override
    public double work() {
        return run().steps();
    }

    private record Run(String text, int steps) {}

    private Run run() {
        int[] jumps = jumps();
        int[] cells = new int[CELLS];
        StringBuilder text = new StringBuilder();
        int pointer = 0;
        int steps = 0;
        for (int at = 0; at < program.length() && steps < STEPS; at++, steps++) {
            switch (program.charAt(at)) {
                case '>' -> pointer = (pointer + 1) % CELLS;
                case '<' -> pointer = (pointer + CELLS - 1) % CELLS;
                case '+' -> cells[pointer] = (cells[pointer] + 1) & 255;
                case '-' -> cells[pointer] = (cells[pointer] + 255) & 255;
                case '.' -> text.append((char) cells[pointer]);
                case '[' -> at = cells[pointer] == 0 ? jumps[at] : at;
                case ']' -> at = cells[pointer] == 0 ? at : jumps[at];
                default -> steps--; // any other character is a remark
            }
        }
        return new Run(text.toString(), steps);
    }

    private int[] jumps() { // of brackets to their partners
        int[] jumps = new int[program.length()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int at = 0; at < program.length(); at++) {
            jumps[at] = at;
            if (program.charAt(at) == '[') {
                open.push(at);
            } else if (program.charAt(at) == ']' && !open.isEmpty()) {
                jumps[at] = open.pop();
                jumps[jumps[at]] = at;
            }
        }
        return jumps;
    }
}
