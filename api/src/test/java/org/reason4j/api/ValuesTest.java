package org.reason4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.cluster.WorkerSpec;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Measurement;

/** No value of the API can be changed through what it returned or what it was made from. */
class ValuesTest {

    private static final Map<Class<?>, Object> SAMPLES = samples();

    private static final Map<Class<?>, Object> SIMPLE = Map.ofEntries(
            Map.entry(byte.class, (byte) 1),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(float.class, 1f),
            Map.entry(double.class, 1.0),
            Map.entry(boolean.class, true),
            Map.entry(String.class, "a"),
            Map.entry(Path.class, Path.of("a")),
            Map.entry(Finish.class, Finish.STOP),
            Map.entry(Origin.class, Origin.POLICY),
            Map.entry(Integer.class, 1),
            Map.entry(Double.class, 1.0));

    private static Map<Class<?>, Object> samples() {
        Map<Class<?>, Object> samples = new LinkedHashMap<>();
        Prompt prompt = Prompt.of("p", List.of(Message.user("1+1=")), new int[] {1, 2})
                .withFields(Map.of("answers", new int[] {2, 3}, "nested", List.of(Map.of("deep", new String[] {"a"}))));
        SamplingParams params = SamplingParams.of(8).withStop(List.of("x")).withStopIds(List.of(2));
        TopTokens top = TopTokens.of(1, new int[] {5, 6}, new float[] {-1, -2});
        TokenStream stream = TokenStream.of("values-test", "stream");
        Trajectory trajectory = Trajectory.sampled(prompt, 0, new int[] {3, 4}, "2", Finish.STOP, 0, params)
                .with(stream, new float[] {1, 2})
                .with(stream, top);
        Score.Value score = Score.value(1).with(stream, new float[] {1, 2}).withTokenRewards(new float[] {1, 2});
        ScoredTrajectory scored = ScoredTrajectory.of(trajectory, 1)
                .withTokenRewards(new float[] {1, 2})
                .withScores(Map.of("math", score))
                .withShares(Map.of("math", 1.0));
        add(samples, prompt, params, top, stream, trajectory, score, scored);
        add(samples, Credit.of(trajectory, new float[] {1, 2}), Group.of(prompt, List.of(trajectory)));
        add(samples, ScoredGroup.of(prompt, List.of(scored)), Measurement.of(1, Map.of("a", 1.0), List.of(scored)));
        add(samples, GuardedStep.of(1, Map.of("a", 1.0), List.of(ScoredGroup.of(prompt, List.of(scored)))));
        add(samples, Example.of("e", prompt.messages()).withFields(prompt.fields()), Message.user("a"));
        add(
                samples,
                RolloutRequest.of(prompt, 0, params)
                        .withPrefix(new int[] {1, 2})
                        .with(stream, new float[] {1, 2}));
        add(samples, TextModel.Request.of(prompt.messages(), params, 1));
        add(samples, TokenScores.of(new float[] {-1, -2}, new float[] {1, 2}).withTop(top));
        add(samples, Generation.of(new int[] {1, 2}, new float[] {-1, -2}, new float[] {-1, -2}, Finish.STOP, 1));
        add(samples, GenerationRequest.of(new int[] {1, 2}, 1, params, 1), new Branch(0, 1));
        add(samples, Requirements.streams(stream), ModelRef.POLICY);
        add(
                samples,
                WorkerSpec.of(
                        "Program", new byte[] {1}, Map.of("lib/a.jar", Path.of("a.jar")), Map.of("THREADS", "1")));
        return samples;
    }

    private static void add(Map<Class<?>, Object> samples, Object... values) {
        Arrays.stream(values).forEach(value -> samples.put(value.getClass(), value));
    }

    @Test
    void everyTypeThatReturnsAnArrayOrACollectionIsAmongTheSamples() throws IOException {
        List<Class<?>> unknown = new ArrayList<>();
        for (Class<?> type : types()) {
            boolean value = Modifier.isPublic(type.getModifiers())
                    && !type.isInterface()
                    && !type.isEnum()
                    && !type.isAnnotation()
                    && !Throwable.class.isAssignableFrom(type);
            boolean collects = Arrays.stream(type.getDeclaredMethods()).anyMatch(ValuesTest::isAccessor);
            if (value && collects && !SAMPLES.containsKey(type)) {
                unknown.add(type);
            }
        }
        // a batch holds tensors; TokenBatchTest has its rules
        assertThat(unknown).containsExactlyInAnyOrder(TokenBatch.class);
    }

    private static List<Class<?>> types() throws IOException {
        Path classes = Path.of("target/classes");
        try (Stream<Path> files = Files.walk(classes.resolve("org/reason4j/api"))) {
            List<Class<?>> types = new ArrayList<>();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replaceFirst("\\.class$", "");
                if (!name.endsWith("package-info")) {
                    types.add(load(name.replace('/', '.').replace('\\', '.')));
                }
            }
            return types;
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ValuesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> whatAnAccessorReturnedCannotChangeTheValue() {
        return SAMPLES.values().stream()
                .flatMap(value -> Arrays.stream(value.getClass().getMethods())
                        .filter(ValuesTest::isAccessor)
                        .map(accessor -> DynamicTest.dynamicTest(name(accessor), () -> {
                            Object before = content(value);
                            spoil(call(accessor, value));
                            assertThat(content(value)).isEqualTo(before);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> whatAFactoryWasGivenCannotChangeTheValue() {
        return SAMPLES.values().stream()
                .flatMap(value -> Arrays.stream(value.getClass().getMethods())
                        .filter(method -> method.getDeclaringClass() == value.getClass())
                        .filter(ValuesTest::takesAnArrayOrACollection)
                        .map(maker -> DynamicTest.dynamicTest(name(maker), () -> {
                            Object[] given = Arrays.stream(maker.getGenericParameterTypes())
                                    .map(ValuesTest::argument)
                                    .toArray();
                            Object made = call(maker, value, given);
                            Object before = content(made);
                            Arrays.stream(given).forEach(ValuesTest::spoil);
                            assertThat(content(made)).isEqualTo(before);
                        })));
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.toString(method.getParameterTypes());
    }

    private static boolean isAccessor(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 0
                && holdsMany(method.getGenericReturnType());
    }

    private static boolean holdsMany(Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            return Collection.class.isAssignableFrom(raw)
                    || Map.class.isAssignableFrom(raw)
                    || raw == Optional.class && holdsMany(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain && plain.isArray();
    }

    private static boolean takesAnArrayOrACollection(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !method.isSynthetic()
                && Arrays.stream(method.getGenericParameterTypes()).anyMatch(ValuesTest::holdsMany);
    }

    private static Object call(Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(name(method) + " refuses " + Arrays.deepToString(arguments), e.getCause());
        }
    }

    /** An argument of that type: two numbers in each array, as the samples have two tokens. */
    private static Object argument(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Map.class) {
                Map<Object, Object> map = new HashMap<>();
                map.put(argument(inner[0]), inner[1] instanceof Class<?> ? argument(inner[1]) : new int[] {1, 2});
                return map;
            }
            if (raw == Set.class) {
                return new HashSet<>(Set.of(argument(inner[0])));
            }
            return raw == UnaryOperator.class ? UnaryOperator.identity() : new ArrayList<>(List.of(argument(inner[0])));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isArray()) {
            int length = plain.getComponentType().isPrimitive() ? 2 : 1; // names are given once
            Object array = Array.newInstance(plain.getComponentType(), length);
            for (int i = 0; i < length; i++) {
                Array.set(array, i, argument(plain.getComponentType()));
            }
            return array;
        }
        return SIMPLE.getOrDefault(plain, sample(plain));
    }

    private static Object sample(Class<?> type) {
        return SAMPLES.values().stream().filter(type::isInstance).findFirst().orElse("no sample of " + type);
    }

    /** Overwrites whatever can be overwritten. */
    private static void spoil(Object given) {
        if (given instanceof Optional<?> optional) {
            optional.ifPresent(ValuesTest::spoil);
        } else if (given instanceof Map<?, ?> map) {
            new ArrayList<>(map.values()).forEach(ValuesTest::spoil);
            attempt(map::clear);
        } else if (given instanceof Collection<?> collection) {
            new ArrayList<>(collection).forEach(ValuesTest::spoil);
            attempt(collection::clear);
        } else if (given.getClass().isArray()) {
            Object empty = Array.newInstance(given.getClass().getComponentType(), Array.getLength(given));
            System.arraycopy(empty, 0, given, 0, Array.getLength(given));
        }
    }

    private static void attempt(Runnable change) {
        try {
            change.run();
        } catch (UnsupportedOperationException e) {
            assertThat(e).isNotNull(); // refused, as it should be
        }
    }

    /** All that the accessors of a value return, to be compared. */
    private static Object content(Object value) {
        Map<String, Object> content = new TreeMap<>();
        for (Method method : value.getClass().getMethods()) {
            if (isAccessor(method)) {
                content.put(method.getName(), plain(call(method, value)));
            }
        }
        content.put("text", value.toString());
        return content;
    }

    private static Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(ValuesTest::plain);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>();
            map.forEach((key, entry) -> copy.put(key, plain(entry)));
            return copy;
        }
        if (value instanceof Set<?> set) {
            return new HashSet<>(set);
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream().map(ValuesTest::plain).toList();
        }
        if (value.getClass().isArray()) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                copy.add(Array.get(value, i));
            }
            return copy;
        }
        return value;
    }

    @Test
    void anArrayInAPromptsFieldsIsReadAsAList() {
        Prompt prompt = Prompt.of("p", List.of(), new int[0]).withFields(Map.of("answers", new int[] {2, 3}));
        assertThat(prompt.fields()).isEqualTo(Map.of("answers", List.of(2, 3)));
    }
}
