package org.reason4j.processor;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Writes the Javadoc of settings and components to {@value #FILE} in the class output, from where it gets into the jar.
 *
 * <p>It documents records whose components have descriptions, with the constants of such a record, records of a sealed interface, enums, and classes that
 * can be constructed and implement an interface of reason4j's API. A compilation that sees some classes of the module only, as those of development environments
 * do, replaces their entries and keeps the others.
 */
@SupportedAnnotationTypes("*")
public final class SettingsProcessor extends AbstractProcessor {

    static final String FILE = "META-INF/reason4j/settings.json";

    private static final String API = "org.reason4j.api.";

    private final Map<String, Optional<String>> seen = new LinkedHashMap<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        ElementFilter.typesIn(round.getRootElements()).forEach(this::note);
        if (round.processingOver() && !round.errorRaised() && !seen.isEmpty()) {
            write();
        }
        return false;
    }

    private void note(TypeElement type) {
        seen.put(name(type), documentation(type).map(JsonText::of));
        ElementFilter.typesIn(type.getEnclosedElements()).forEach(this::note);
    }

    private Optional<Map<String, Object>> documentation(TypeElement type) {
        if (type.getKind() == ElementKind.RECORD) {
            Map<String, Object> entry = entry(type);
            List<Object> settings = settings(type);
            boolean described = settings.stream().anyMatch(setting -> ((Map<?, ?>) setting).containsKey("text"));
            if (described) {
                entry.put("settings", settings);
                List<Object> constants = constants(type);
                if (!constants.isEmpty()) {
                    entry.put("constants", constants);
                }
            }
            return described || isComponent(type) || isChoice(type) ? Optional.of(entry) : Optional.empty();
        }
        if (type.getKind() == ElementKind.ENUM) {
            Map<String, Object> entry = entry(type);
            entry.put("constants", constants(type));
            return Optional.of(entry);
        }
        boolean component = type.getKind() == ElementKind.CLASS
                && !type.getModifiers().contains(Modifier.ABSTRACT)
                && isComponent(type);
        return component ? Optional.of(entry(type)) : Optional.empty();
    }

    private Map<String, Object> entry(Element element) {
        Map<String, Object> entry = new LinkedHashMap<>();
        DocComment comment = comment(element);
        if (!comment.text().isEmpty()) {
            entry.put("text", comment.text());
        }
        if (!comment.links().isEmpty()) {
            entry.put(
                    "links",
                    comment.links().stream()
                            .map(link -> ordered("title", link.title(), "address", link.address()))
                            .toList());
        }
        return entry;
    }

    private List<Object> settings(TypeElement type) {
        Map<String, String> params = comment(type).params();
        List<Object> settings = new ArrayList<>();
        for (RecordComponentElement component : type.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            Map<String, Object> setting = ordered("name", name, "type", simple(component.asType()));
            String text = params.getOrDefault(name, "");
            if (!text.isEmpty()) {
                setting.put("text", text);
                StatedRange.of(text).ifPresent(range -> setting.put("range", range));
            }
            settings.add(setting);
        }
        return settings;
    }

    private List<Object> constants(TypeElement type) {
        List<Object> constants = new ArrayList<>();
        for (Element member : type.getEnclosedElements()) {
            if (isConstantOf(type, member)) {
                Map<String, Object> constant =
                        ordered("name", member.getSimpleName().toString());
                constant.putAll(entry(member));
                constants.add(constant);
            }
        }
        return constants;
    }

    /** True for a constant of an enum, and for a static field of a record that holds such a record: its defaults, a preset. */
    private boolean isConstantOf(TypeElement type, Element member) {
        return member.getKind() == ElementKind.ENUM_CONSTANT
                || member.getKind() == ElementKind.FIELD
                        && member.getModifiers().contains(Modifier.STATIC)
                        && processingEnv.getTypeUtils().isSameType(member.asType(), type.asType());
    }

    private DocComment comment(Element element) {
        String comment = elements().getDocComment(element);
        return DocComment.of(comment == null ? "" : comment);
    }

    /** True if a class is, by itself or by its superclasses, of a type of the API. */
    private boolean isComponent(TypeElement type) {
        return processingEnv.getTypeUtils().directSupertypes(type.asType()).stream()
                .anyMatch(this::isOfTheApi);
    }

    /** True for a record that a setting of a sealed interface can choose. */
    private boolean isChoice(TypeElement type) {
        return type.getInterfaces().stream()
                .map(processingEnv.getTypeUtils()::asElement)
                .anyMatch(of -> of != null && of.getModifiers().contains(Modifier.SEALED));
    }

    private boolean isOfTheApi(TypeMirror type) {
        return erasure(type).startsWith(API)
                || processingEnv.getTypeUtils().directSupertypes(type).stream().anyMatch(this::isOfTheApi);
    }

    private String erasure(TypeMirror type) {
        return processingEnv.getTypeUtils().erasure(type).toString();
    }

    /** A type as in source code, without packages. */
    private static String simple(TypeMirror type) {
        return type.toString().replaceAll("@[\\w.]+ ?", "").replaceAll("\\b(?:[a-z]\\w*\\.)+", "");
    }

    private String name(TypeElement type) {
        return elements().getBinaryName(type).toString();
    }

    private Elements elements() {
        return processingEnv.getElementUtils();
    }

    private void write() {
        try {
            Entries entries = earlier();
            entries.retain(type -> elements().getTypeElement(type.replace('$', '.')) != null);
            seen.forEach((type, object) ->
                    object.ifPresentOrElse(text -> entries.put(type, text), () -> entries.remove(type)));
            if (!entries.isEmpty()) {
                try (Writer file = filer().createResource(StandardLocation.CLASS_OUTPUT, "", FILE)
                        .openWriter()) {
                    entries.write(file);
                }
            }
        } catch (IOException e) {
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.ERROR,
                            "The documentation of settings can't be written to " + FILE + ": " + e);
        }
    }

    private Entries earlier() throws IOException {
        Entries entries = new Entries();
        try {
            entries.read(
                    filer().getResource(StandardLocation.CLASS_OUTPUT, "", FILE).openReader(true));
        } catch (FileNotFoundException | NoSuchFileException e) { // a compilation from scratch
            return entries;
        }
        return entries;
    }

    private Filer filer() {
        return processingEnv.getFiler();
    }

    private static Map<String, Object> ordered(String... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
