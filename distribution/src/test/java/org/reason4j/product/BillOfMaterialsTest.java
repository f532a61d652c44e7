package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What the reactor builds, what the BOM offers and what the product contains are the same things. */
class BillOfMaterialsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final XPath XPATH = XPathFactory.newInstance().newXPath();
    private static final String PLUGIN_PARENT = "reason4j-plugin-parent";

    /** Plugins with large libraries, or of use to few, which RepositoryIT finds in {@code repository/}. */
    private static final Set<String> INSTALLED = Set.of("org.reason4j:dataset-duckdb", "org.reason4j:engine-spark");

    /** The coordinates of one POM, as the strings that stand in it. */
    private record Module(String artifactId, String version, String packaging, String parent) {
        String coordinates() {
            return artifactId + ":" + version;
        }
    }

    @Test
    void theBomListsEveryModuleThatOthersDependOnInItsCurrentVersion() {
        List<String> offered = modules(module -> module.packaging().isEmpty()
                && !module.artifactId().equals("reason4j")); // the distribution itself is for people
        assertThat(dependencies("bom/pom.xml", "//dependencyManagement//dependency"))
                .containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void theProductContainsEveryPluginOfTheReactorButThoseThatAreInstalledFromItsRepository() {
        List<String> plugins = modules(module -> module.parent().equals(PLUGIN_PARENT)).stream()
                .map(coordinates -> "org.reason4j:" + coordinates.split(":", -1)[0])
                .filter(plugin -> !INSTALLED.contains(plugin))
                .toList();
        assertThat(values(read(Path.of("src/main/assembly/product.xml")), "//dependencySet/includes/include"))
                .containsExactlyInAnyOrderElementsOf(plugins);
    }

    private static List<String> modules(Predicate<Module> wanted) {
        return values(read(ROOT.resolve("pom.xml")), "/project/modules/module").stream()
                .map(directory -> read(ROOT.resolve(directory).resolve("pom.xml")))
                .map(pom -> new Module(
                        value(pom, "/project/artifactId"),
                        value(pom, "/project/version"),
                        value(pom, "/project/packaging"),
                        value(pom, "/project/parent/artifactId")))
                .filter(wanted)
                .map(Module::coordinates)
                .toList();
    }

    private static List<String> dependencies(String pom, String path) {
        Document document = read(Path.of(pom));
        List<String> artifacts = values(document, path + "/artifactId");
        List<String> versions = values(document, path + "/version");
        return IntStream.range(0, artifacts.size())
                .mapToObj(i -> artifacts.get(i) + ":" + versions.get(i))
                .toList();
    }

    private static Document read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        } catch (Exception e) {
            throw new AssertionError("Cannot read " + file, e);
        }
    }

    private static String value(Document document, String path) {
        return Stream.concat(values(document, path).stream(), Stream.of(""))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> values(Document document, String path) {
        try {
            NodeList nodes = (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent().strip())
                    .toList();
        } catch (javax.xml.xpath.XPathExpressionException e) {
            throw new AssertionError(path, e);
        }
    }
}
