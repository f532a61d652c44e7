package org.reason4j.optimizer.mixed.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;

/** Reads and writes what a checkpoint holds of kept responses: maps, lists, texts and numbers, without loss. */
final class State {

    private final Map<?, ?> map;
    private final String where;

    private State(Map<?, ?> map, String where) {
        this.map = map;
        this.where = where;
    }

    /** A saved state of a component. */
    static State of(Map<String, Object> map, String where) {
        return new State(map, where);
    }

    private Object get(String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "The saved state of " + where + " has no '" + name + "'; it has " + map.keySet());
        }
        return value;
    }

    private IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException(
                "'" + name + "' in the saved state of " + where + " is " + get(name) + ", expected " + expected);
    }

    private List<?> list(String name) {
        if (get(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list");
    }

    private double[] numbers(String name) {
        return list(name).stream()
                .mapToDouble(one -> {
                    if (one instanceof Number number) {
                        return number.doubleValue();
                    }
                    throw wrong(name, "numbers");
                })
                .toArray();
    }

    double number(String name) {
        if (get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, "a number");
    }

    long whole(String name) {
        if (get(name) instanceof Number number) {
            return number.longValue();
        }
        throw wrong(name, "a whole number");
    }

    boolean flag(String name) {
        if (get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    String text(String name) {
        if (get(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    State map(String name) {
        if (get(name) instanceof Map<?, ?> inner) {
            return new State(inner, where);
        }
        throw wrong(name, "a map");
    }

    List<State> maps(String name) {
        List<State> maps = new ArrayList<>();
        for (Object one : list(name)) {
            if (!(one instanceof Map<?, ?> inner)) {
                throw wrong(name, "maps");
            }
            maps.add(new State(inner, where));
        }
        return maps;
    }

    /** Names of its entries, in order. */
    List<String> names() {
        return map.keySet().stream().map(String::valueOf).sorted().toList();
    }

    private int[] integers(String name) {
        return list(name).stream().mapToInt(one -> ((Number) one).intValue()).toArray();
    }

    private float[] floats(String name) {
        double[] numbers = numbers(name);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static List<Double> listed(float[] floats) {
        List<Double> list = new ArrayList<>();
        for (float one : floats) {
            list.add((double) one);
        }
        return list;
    }

    private static List<Integer> listed(int[] integers) {
        List<Integer> list = new ArrayList<>();
        for (int one : integers) {
            list.add(one);
        }
        return list;
    }

    /** A kept response. */
    static Map<String, Object> of(Kept kept) {
        List<Integer> learned = new ArrayList<>();
        for (boolean one : kept.learned()) {
            learned.add(one ? 1 : 0);
        }
        Map<String, Object> streams = new TreeMap<>();
        kept.streams().forEach((stream, numbers) -> streams.put(stream.name(), listed(numbers)));
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("response", listed(kept.response()));
        state.put("learned", learned);
        state.put("text", kept.text());
        state.put("finish", kept.finish().name());
        state.put("version", kept.version());
        state.put("params", of(kept.params()));
        state.put("streams", streams);
        state.put("outcome", kept.outcome());
        state.put("tokenRewards", listed(kept.tokenRewards()));
        state.put("scores", new TreeMap<>(kept.scores()));
        state.put("entropy", kept.entropy());
        state.put("step", kept.step());
        return state;
    }

    Kept kept() {
        int[] flags = integers("learned");
        boolean[] learned = new boolean[flags.length];
        for (int t = 0; t < flags.length; t++) {
            learned[t] = flags[t] == 1;
        }
        State named = map("streams");
        Map<TokenStream, float[]> streams = new HashMap<>();
        named.names().forEach(name -> streams.put(TokenStream.named(name), named.floats(name)));
        State values = map("scores");
        Map<String, Double> scores = new TreeMap<>();
        values.names().forEach(key -> scores.put(key, values.number(key)));
        return new Kept(
                integers("response"),
                learned,
                text("text"),
                Finish.valueOf(text("finish")),
                whole("version"),
                map("params").params(),
                streams,
                number("outcome"),
                floats("tokenRewards"),
                scores,
                number("entropy"),
                (int) whole("step"));
    }

    private static Map<String, Object> of(SamplingParams params) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("temperature", params.temperature());
        state.put("topK", params.topK());
        state.put("topP", params.topP());
        state.put("minP", params.minP());
        state.put("maxTokens", params.maxTokens());
        state.put("stopIds", params.stopIds());
        state.put("stop", params.stop());
        return state;
    }

    private SamplingParams params() {
        List<Integer> stopIds = new ArrayList<>();
        for (int id : integers("stopIds")) {
            stopIds.add(id);
        }
        return SamplingParams.of((int) whole("maxTokens"))
                .withTemperature(number("temperature"))
                .withTopK((int) whole("topK"))
                .withTopP(number("topP"))
                .withMinP(number("minP"))
                .withStopIds(stopIds)
                .withStop(list("stop").stream().map(String::valueOf).toList());
    }

    /** A prompt. */
    static Map<String, Object> of(Prompt prompt) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("id", prompt.id());
        state.put(
                "messages",
                prompt.messages().stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        state.put("tokens", listed(prompt.tokens()));
        Map<String, Object> fields = new TreeMap<>(prompt.fields());
        fields.values().removeIf(Objects::isNull);
        state.put("fields", fields);
        prompt.response().ifPresent(response -> state.put("response", response));
        return state;
    }

    Prompt prompt() {
        List<Message> messages = maps("messages").stream()
                .map(message -> new Message(message.text("role"), message.text("content")))
                .toList();
        State named = map("fields");
        Map<String, Object> fields = new HashMap<>();
        named.names().forEach(name -> fields.put(name, named.get(name)));
        Prompt prompt = Prompt.of(text("id"), messages, integers("tokens")).withFields(fields);
        return map.containsKey("response") ? prompt.withResponse(text("response")) : prompt;
    }
}
