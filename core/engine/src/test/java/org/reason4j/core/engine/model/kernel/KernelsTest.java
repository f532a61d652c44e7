package org.reason4j.core.engine.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** The Java methods of {@link Kernels} against the {@code def} lines of {@code kernels.py}. */
class KernelsTest {

    private static final Pattern DEF = Pattern.compile("  def (\\w+)\\(self, (.*)\\) -> (.*):");
    private static final Map<Class<?>, String> TYPES = Map.of(
            NDArray.class, "Tensor",
            NDList.class, "List[Tensor]",
            int.class, "int",
            double.class, "float",
            boolean.class, "bool",
            long[].class, "List[int]");

    /** A definition: its parameters as {@code name: type}, and its result. */
    private record Definition(List<String> parameters, String result) {}

    private static Map<String, Definition> definitions() {
        Map<String, Definition> definitions = new LinkedHashMap<>();
        KernelSource.template()
                .lines()
                .map(DEF::matcher)
                .filter(Matcher::matches)
                .forEach(line -> {
                    Definition definition = new Definition(List.of(line.group(2).split(", ", -1)), line.group(3));
                    definitions.put(line.group(1), definition);
                });
        return definitions;
    }

    static Stream<Method> methods() {
        return Arrays.stream(Kernels.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !List.of("close", "form").contains(method.getName()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodHasTheNamesTypesAndOrderOfItsDefinition(Method method) {
        Definition definition = definitions().get(snake(method.getName()));
        assertThat(definition).as("definition of %s", method.getName()).isNotNull();
        List<String> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType().isRecord()) {
                for (RecordComponent component : parameter.getType().getRecordComponents()) {
                    parameters.add(described(component.getName(), component.getType()));
                }
            } else if (parameter.getType() != NDManager.class) {
                parameters.add(described(parameter.getName(), parameter.getType()));
            }
        }
        assertThat(parameters).isEqualTo(definition.parameters());
        assertThat(definition.result().startsWith("List")).isEqualTo(method.getReturnType() == NDList.class);
    }

    private static String described(String name, Class<?> type) {
        return snake(name) + ": " + TYPES.get(type);
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void thereAreAsManyMethodsAsBefore() {
        assertThat(methods()).hasSizeGreaterThan(20); // an empty list would pass the test above
        assertThat(definitions()).hasSizeGreaterThan(40);
    }

    @Test
    void everyConstantIsFilledIn() {
        assertThat(KernelSource.template()).contains("${GATE_UP}", "${FP32}", "${LAST_NORM}");
        assertThat(KernelSource.of(ModelConfig.read(TinyModels.directory(TinyModels.QWEN3)), KernelForm.CPU)
                        .lines()
                        .filter(line -> !line.startsWith("#")))
                .noneMatch(line -> line.contains("${"));
    }
}
