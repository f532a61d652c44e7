package org.reason4j.product.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Kubernetes and Slurm are given: parsed, with the fields that they require, and names that are there. */
class ClusterFilesTest {

    private static final Path FILES = Path.of("src/main/cluster");
    private static final Path KUBERNETES = FILES.resolve("kubernetes");

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("recipe.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyManifestSaysWhatItIs(Path file) throws IOException {
        Map<String, Object> manifest = yaml(file);
        assertThat(manifest).containsKeys("apiVersion", "kind");
        if (!manifest.get("kind").equals("Kustomization")) {
            assertThat(text(map(manifest, "metadata"), "name")).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
        }
    }

    @Test
    void theKustomizationNamesFilesThatAreThere() throws IOException {
        Map<String, Object> kustomization = yaml(KUBERNETES.resolve("kustomization.yaml"));
        List<Object> files = new ArrayList<>(list(kustomization, "resources"));
        list(kustomization, "configMapGenerator").forEach(one -> files.addAll(list(map(one), "files")));
        assertThat(files)
                .hasSizeGreaterThan(3)
                .allSatisfy(file ->
                        assertThat(KUBERNETES.resolve(String.valueOf(file))).isRegularFile());
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void aJobSetHasWhatItsPodsNeed(Path file) throws IOException {
        Map<String, Object> manifest = yaml(file);
        if (!manifest.get("kind").equals("JobSet")) {
            return;
        }
        assertThat(manifest).containsEntry("apiVersion", "jobset.x-k8s.io/v1alpha2");
        List<String> names = new ArrayList<>();
        for (Object one : list(map(manifest, "spec"), "replicatedJobs")) {
            Map<String, Object> job = map(one);
            names.add(text(job, "name"));
            Map<String, Object> template = map(map(job, "template"), "spec");
            assertThat(template).containsKey("backoffLimit");
            Map<String, Object> pod = map(map(template, "template"), "spec");
            assertThat(text(pod, "restartPolicy")).isIn("OnFailure", "Never"); // a Job takes no other
            TreeSet<String> volumes = new TreeSet<>();
            listOrNone(pod, "volumes").forEach(volume -> volumes.add(text(map(volume), "name")));
            for (Object container : list(pod, "containers")) {
                check(map(container), volumes);
            }
        }
        assertThat(names).doesNotHaveDuplicates();
        Object success = map(manifest, "spec").get("successPolicy");
        if (success != null) {
            assertThat(names)
                    .containsAll(list(map(success), "targetReplicatedJobs").stream()
                            .map(String::valueOf)
                            .toList());
        }
    }

    private static void check(Map<String, Object> container, TreeSet<String> volumes) {
        assertThat(container).containsKeys("name", "image", "command", "resources");
        assertThat(map(map(container, "resources"), "limits")).containsKey("memory");
        for (Object mount : listOrNone(container, "volumeMounts")) {
            assertThat(volumes).contains(text(map(mount), "name"));
            assertThat(text(map(mount), "mountPath")).startsWith("/");
        }
    }

    @Test
    void workersAndTheDriverNameTheMasterAsTheJobSetDoes() throws IOException {
        Path file = KUBERNETES.resolve("spark.yaml");
        String name = text(map(yaml(file), "metadata"), "name");
        String host = name + "-master-0-0." + name; // JOBSET-JOB-INDEX-POD.JOBSET
        assertThat(Files.readString(file).split("spark://" + host + ":7077", -1))
                .hasSize(3);
        assertThat(Files.readString(file))
                .contains("--host, " + host, "spark.driver.host=" + name + "-driver-0-0." + name);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theScriptForSlurmIsOneThatBashReads() throws Exception {
        Path script = FILES.resolve("slurm/train.sbatch");
        assertThat(Files.readAllLines(script).get(0)).isEqualTo("#!/bin/bash");
        assertThat(Files.readString(script))
                .contains("#SBATCH --nodes=", "#SBATCH --cpus-per-task=", "set -euo pipefail");
        Process bash = new ProcessBuilder("bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(said).isZero();
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            return map(new Yaml(new SafeConstructor(options)).load(in));
        }
    }

    @SuppressWarnings("unchecked") // keys of YAML mappings in these files are text
    private static Map<String, Object> map(Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> map(Map<String, Object> of, String key) {
        assertThat(of).containsKey(key);
        return map(of.get(key));
    }

    @SuppressWarnings("unchecked") // as above
    private static List<Object> list(Map<String, Object> of, String key) {
        assertThat(of.get(key)).as(key).isInstanceOf(List.class);
        return (List<Object>) of.get(key);
    }

    private static List<Object> listOrNone(Map<String, Object> of, String key) {
        return of.containsKey(key) ? list(of, key) : List.of();
    }

    private static String text(Map<String, Object> of, String key) {
        assertThat(of.get(key)).as(key).isInstanceOf(String.class);
        return (String) of.get(key);
    }
}
