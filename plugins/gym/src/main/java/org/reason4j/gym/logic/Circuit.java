package org.reason4j.gym.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * The last wire of a logic circuit.
 *
 * @param inputs the values of the first wires
 * @param gates each one's output is the next wire
 */
public record Circuit(List<Boolean> inputs, List<Gate> gates) implements Problem {

    /** What a gate does with the wires that it reads. */
    public enum Kind {
        AND,
        OR,
        XOR,
        NAND,
        NOR
    }

    /**
     * A gate.
     *
     * @param kind what it does; with more than two pins, XOR says whether an odd number of them is 1
     * @param pins what it reads
     */
    public record Gate(Kind kind, List<Pin> pins) {
        public Gate {
            pins = List.copyOf(pins);
        }

        boolean output(List<Boolean> wires) {
            long ones = pins.stream().filter(pin -> pin.value(wires)).count();
            return switch (kind) {
                case AND -> ones == pins.size();
                case NAND -> ones < pins.size();
                case OR -> ones > 0;
                case NOR -> ones == 0;
                case XOR -> ones % 2 == 1;
            };
        }
    }

    /**
     * A wire, as it is or inverted.
     *
     * @param wire its number
     * @param inverted whether 0 is read as 1 and 1 as 0
     */
    public record Pin(int wire, boolean inverted) {
        boolean value(List<Boolean> wires) {
            return wires.get(wire) != inverted;
        }

        private String text() {
            return (inverted ? "not w" : "w") + (wire + 1);
        }
    }

    public Circuit {
        inputs = List.copyOf(inputs);
        gates = List.copyOf(gates);
    }

    @Override
    public String question() {
        String given = IntStream.range(0, inputs.size())
                .mapToObj(i -> "w" + (i + 1) + " = " + (inputs.get(i) ? 1 : 0))
                .collect(Collectors.joining(", "));
        String made = IntStream.range(0, gates.size()).mapToObj(this::line).collect(Collectors.joining("\n"));
        return "A circuit has the inputs " + given + " and these gates, each of which drives the wire on the left:\n"
                + made
                + "\n(nand and nor are the inverses of and and or; xor is 1 if an odd number of its wires is 1.) Is w"
                + (inputs.size() + gates.size()) + " 0 or 1? Answer with that digit.";
    }

    private String line(int number) {
        Gate gate = gates.get(number);
        return "w" + (inputs.size() + number + 1) + " = " + gate.kind().name().toLowerCase(Locale.ROOT)
                + gate.pins().stream().map(Pin::text).collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public String answer() {
        List<Boolean> wires = new ArrayList<>(inputs);
        gates.forEach(gate -> wires.add(gate.output(wires)));
        return wires.get(wires.size() - 1) ? "1" : "0";
    }

    @Override
    public boolean accepts(String answer) {
        return answer.strip().equals(answer());
    }

    /** Wires that are looked at: the inputs and what each gate reads. */
    @Override
    public double work() {
        return inputs.size()
                + gates.stream().mapToInt(gate -> gate.pins().size()).sum();
    }
}
