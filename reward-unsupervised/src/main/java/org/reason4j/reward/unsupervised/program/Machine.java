package org.reason4j.reward.unsupervised.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/** Carries out one program, in a bounded number of steps and of values. */
final class Machine {

    private static final int MOST_VALUES = 1000;
    private static final int DEEPEST = 64; // pieces within pieces while they are carried out

    private final Deque<Value> stack = new ArrayDeque<>();
    private int left;
    private int depth;

    Machine(int steps) {
        left = steps;
    }

    Value run(Program program, Value input) throws Fault {
        stack.push(input);
        carryOut(program.terms());
        Value result = pop();
        if (!stack.isEmpty()) {
            throw new Fault("values are left below the result");
        }
        if (result instanceof Value.Quotation) {
            throw new Fault("the result is a piece of program");
        }
        return result;
    }

    private void carryOut(List<Term> terms) throws Fault {
        if (depth++ > DEEPEST) {
            throw new Fault("pieces of program carry each other out more than " + DEEPEST + " deep");
        }
        for (Term term : terms) {
            step();
            if (term instanceof Term.Push push) {
                push(push.value());
            } else if (term instanceof Term.Do word) {
                carryOut(word.word());
            }
        }
        depth--;
    }

    private void push(Value value) throws Fault {
        if (stack.size() >= MOST_VALUES) {
            throw new Fault("the stack holds more than " + MOST_VALUES + " values");
        }
        stack.push(value);
    }

    private Value pop() throws Fault {
        if (stack.isEmpty()) {
            throw new Fault("a word finds no value");
        }
        return stack.pop();
    }

    private long number() throws Fault {
        if (pop() instanceof Value.Number value) {
            return value.number();
        }
        throw new Fault("a word finds something else than a number");
    }

    private List<Long> list() throws Fault {
        if (pop() instanceof Value.Numbers value) {
            return value.numbers();
        }
        throw new Fault("a word finds something else than a list");
    }

    private List<Term> piece() throws Fault {
        if (pop() instanceof Value.Quotation value) {
            return value.terms();
        }
        throw new Fault("a word finds something else than a piece of program");
    }

    private void carryOut(Word word) throws Fault {
        switch (word) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, MINIMUM, MAXIMUM, EQUAL, LESS, GREATER -> pair(word);
            case NEGATE -> push(Value.of(-number()));
            case ABSOLUTE -> push(Value.of(Math.abs(number())));
            case DUPLICATE, DROP, SWAP, OVER -> shuffle(word);
            case LENGTH, SUM, HEAD, TAIL, LAST, REVERSE, SORT, GET, CONS, JOIN, RANGE -> lists(word);
            case MAP, FILTER, FOLD, TIMES, IF -> pieces(word);
        }
    }

    private void pair(Word word) throws Fault {
        long second = number();
        long first = number();
        if (second == 0 && (word == Word.DIVIDE || word == Word.REMAINDER)) {
            throw new Fault("a division by 0");
        }
        push(Value.of(
                switch (word) {
                    case ADD -> first + second;
                    case SUBTRACT -> first - second;
                    case MULTIPLY -> product(first, second);
                    case DIVIDE -> Math.floorDiv(first, second);
                    case REMAINDER -> Math.floorMod(first, second);
                    case MINIMUM -> Math.min(first, second);
                    case MAXIMUM -> Math.max(first, second);
                    case EQUAL -> first == second ? 1 : 0;
                    case LESS -> first < second ? 1 : 0;
                    default -> first > second ? 1 : 0;
                }));
    }

    private static long product(long first, long second) throws Fault {
        try {
            return Math.multiplyExact(first, second);
        } catch (ArithmeticException e) {
            throw new Fault("a number is larger than " + Value.LARGEST);
        }
    }

    private void shuffle(Word word) throws Fault {
        Value top = pop();
        switch (word) {
            case DROP -> {}
            case DUPLICATE -> {
                push(top);
                push(top);
            }
            case SWAP -> {
                Value below = pop();
                push(top);
                push(below);
            }
            default -> {
                Value below = pop();
                push(below);
                push(top);
                push(below);
            }
        }
    }

    private void lists(Word word) throws Fault {
        switch (word) {
            case GET -> {
                long at = number();
                List<Long> numbers = list();
                push(Value.of(at(numbers, at)));
            }
            case CONS -> {
                List<Long> numbers = list();
                List<Long> longer = new ArrayList<>(List.of(number()));
                longer.addAll(numbers);
                push(Value.of(longer));
            }
            case JOIN -> {
                List<Long> behind = list();
                List<Long> both = new ArrayList<>(list());
                both.addAll(behind);
                push(Value.of(both));
            }
            case RANGE -> {
                long count = number();
                if (count < 0 || count > Value.LONGEST) {
                    throw new Fault("a list can't have " + count + " numbers");
                }
                push(Value.of(LongStream.range(0, count).boxed().toList()));
            }
            default -> oneList(word, list());
        }
    }

    private void oneList(Word word, List<Long> numbers) throws Fault {
        push(
                switch (word) {
                    case LENGTH -> Value.of(numbers.size());
                    case SUM -> Value.of(numbers.stream().mapToLong(n -> n).sum());
                    case HEAD -> Value.of(at(numbers, 0));
                    case LAST -> Value.of(at(numbers, numbers.size() - 1L));
                    case TAIL -> Value.of(numbers.subList(Math.min(1, numbers.size()), numbers.size()));
                    case SORT -> Value.of(numbers.stream().sorted().toList());
                    default -> {
                        List<Long> reversed = new ArrayList<>(numbers);
                        Collections.reverse(reversed);
                        yield Value.of(reversed);
                    }
                });
    }

    private static long at(List<Long> numbers, long at) throws Fault {
        if (at < 0 || at >= numbers.size()) {
            throw new Fault("a list of " + numbers.size() + " has no number " + at);
        }
        return numbers.get((int) at);
    }

    private void pieces(Word word) throws Fault {
        List<Term> piece = piece();
        switch (word) {
            case MAP, FILTER -> each(word, piece, list());
            case FOLD -> {
                Value start = pop();
                List<Long> numbers = list();
                push(start);
                for (long number : numbers) {
                    push(Value.of(number));
                    carryOut(piece);
                }
            }
            case TIMES -> {
                for (long count = number(); count > 0; count--) {
                    step(); // an empty piece takes time, too
                    carryOut(piece);
                }
            }
            default -> {
                List<Term> first = piece();
                carryOut(number() != 0 ? first : piece);
            }
        }
    }

    private void each(Word word, List<Term> piece, List<Long> numbers) throws Fault {
        List<Long> made = new ArrayList<>();
        for (long number : numbers) {
            push(Value.of(number));
            carryOut(piece);
            long result = number();
            if (word == Word.MAP) {
                made.add(result);
            } else if (result != 0) {
                made.add(number);
            }
        }
        push(Value.of(made));
    }

    private void step() throws Fault {
        if (left-- <= 0) {
            throw new Fault("the program takes too many steps");
        }
    }
}
