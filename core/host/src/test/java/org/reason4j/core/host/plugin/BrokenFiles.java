package org.reason4j.core.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.reason4j.core.host.plugin.jar.ServiceFile;

/** Plugins whose files are broken: what is in the plugin directory, the archive, the descriptor, the service file. */
final class BrokenFiles {

    private BrokenFiles() {}

    static List<Broken> files() {
        return List.of(
                Broken.of("an empty file", "0 bytes", place -> Files.createFile(place.jar())),
                Broken.of("a jar of which only the beginning was copied", "Copy it again", place -> {
                    byte[] whole = Files.readAllBytes(place.sound().writeTo(place.jar()));
                    Files.write(place.jar(), Arrays.copyOf(whole, 40));
                }),
                Broken.of(
                        "a web page that was saved as a jar",
                        "web page",
                        place -> Files.writeString(place.jar(), "<!DOCTYPE html>\n<html><body>Sign in</body></html>")),
                Broken.of(
                        "a pointer of Git LFS",
                        "git lfs pull",
                        place -> Files.writeString(
                                place.jar(), "version https://git-lfs.github.com/spec/v1\noid sha256:0\n")),
                Broken.of(
                        "an encrypted jar",
                        "encrypted",
                        place -> encrypt(place.sound().writeTo(place.jar()))),
                Broken.of(
                        "an archive",
                        "Unpack it",
                        place -> place.sound().writeTo(place.plugins().resolve("mine.zip"))),
                Broken.of(
                        "a single class",
                        "Build a jar",
                        place -> Files.write(place.plugins().resolve("Mine.class"), new byte[8])),
                Broken.of(
                        "a link to nowhere",
                        "link",
                        place -> Files.createSymbolicLink(
                                place.jar(), place.plugins().resolve("gone"))),
                Broken.of(
                        "a folder without a jar",
                        "has no jar",
                        place -> Files.writeString(
                                Files.createDirectory(place.plugins().resolve("mine"))
                                        .resolve("README.md"),
                                "about")),
                Broken.of(
                        "a folder whose jars are deeper",
                        "Move the folder",
                        place -> place.sound()
                                .writeTo(Files.createDirectories(place.plugins().resolve("mine/mine-1.0"))
                                        .resolve("mine.jar"))),
                Broken.of("a folder of libraries", "None of its 2 jars", place -> {
                    Path lib = Files.createDirectories(place.plugins().resolve("mine/lib"));
                    library(place).writeTo(lib.resolve("a.jar"));
                    library(place).writeTo(lib.resolve("b.jar"));
                }),
                Broken.of("a library", "not a plugin", place -> library(place).writeTo(place.jar())));
    }

    static List<Broken> contents() {
        return List.of(
                Broken.of(
                        "an entry that leaves the jar",
                        "points outside",
                        place -> place.sound().entry("../../.bashrc", "echo").writeTo(place.jar())),
                Broken.of(
                        "two entries of one name",
                        "two entries",
                        place -> twice(place.sound()
                                .entry("demo/words-1.txt", "a")
                                .entry("demo/words-2.txt", "b")
                                .writeTo(place.jar()))),
                Broken.of(
                        "an entry that is called a class and is none",
                        "not a class file",
                        place -> place.sound()
                                .entry("demo/Text.class", "public class Text {}")
                                .writeTo(place.jar())),
                Broken.of(
                        "a nested class for a newer Java",
                        "demo.OnePlugin$One was compiled for Java 76",
                        place -> place.sound()
                                .fromTheFuture("demo.OnePlugin$One")
                                .writeTo(place.jar())),
                Broken.of("a signature that no longer fits", "signature is broken", BrokenFiles::sign),
                Broken.of(
                        "a bundled copy of the API",
                        "'provided'",
                        place -> place.sound()
                                .entry("org/reason4j/api/plugin/Plugin.class", api())
                                .writeTo(place.jar())),
                Broken.of(
                        "a bundled copy of the API under another name",
                        "'provided'",
                        place -> place.sound()
                                .entry("shaded/org/reason4j/api/plugin/Plugin.class", api())
                                .writeTo(place.jar())),
                Broken.of(
                        "the API's jar inside the jar",
                        "'provided'",
                        place -> place.sound()
                                .entry("lib/reason4j-api-1.0.0.jar", "PK")
                                .writeTo(place.jar())));
    }

    static List<Broken> descriptors() {
        return List.of(
                Broken.of(
                        "a plugin without a descriptor",
                        "reason4j-plugin-parent",
                        place -> place.sound()
                                .withoutAttribute("Plugin-Id")
                                .withoutAttribute("Plugin-Version")
                                .withoutAttribute("Requires-Api")
                                .writeTo(place.jar())),
                attribute("no id", "lacks Plugin-Id", "Plugin-Id", null),
                attribute("an id with other letters", "dashes", "Plugin-Id", "My Rewards"),
                attribute("no version", "lacks Plugin-Version", "Plugin-Version", null),
                attribute("a version of two numbers", "three numbers", "Plugin-Version", "1.2"),
                attribute(
                        "a property that the build did not replace",
                        "did not replace",
                        "Plugin-Version",
                        "${revision}"),
                attribute("no range of API versions", "lacks Requires-Api", "Requires-Api", null),
                attribute("a range in another notation", "'>=1.2 <2'", "Requires-Api", "[1.0,2.0)"),
                attribute("a range that no version is in", "No version", "Requires-Api", ">=2 <1"),
                attribute("a plugin for a later API", "works with", "Requires-Api", ">=2 <3"),
                attribute("a plugin for an earlier API", "works with", "Requires-Api", ">=0.1 <0.2"),
                attribute("an attribute that is misspelt", "Did you mean 'Plugin-License'?", "Plugin-Licence", "MIT"),
                attribute("an address that is none", "https://", "Plugin-Url", "example.org"),
                attribute("no version of the API that it was built with", "three numbers", "Built-With-Api", "latest"),
                Broken.of("a manifest that is not one", "manifest can't be read", place -> {
                    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(place.jar()))) {
                        zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
                        zip.write("Manifest-Version: 1.0\nPlugin-Id mine\n".getBytes(StandardCharsets.UTF_8));
                    }
                }),
                Broken.of("two plugins in one folder", "each have a descriptor", place -> {
                    Path folder = Files.createDirectory(place.plugins().resolve("mine"));
                    place.sound().writeTo(folder.resolve("one.jar"));
                    PluginJar.offering(place.scratch(), "TwoPlugin", "two").writeTo(folder.resolve("two.jar"));
                }),
                Broken.of("two versions of one plugin", "None of them is loaded", place -> {
                    place.sound()
                            .version("One", "1.0.0")
                            .writeTo(place.plugins().resolve("one-1.0.0.jar"));
                    place.sound()
                            .version("One", "1.1.0")
                            .writeTo(place.plugins().resolve("one-1.1.0.jar"));
                }),
                Broken.of(
                        "several mistakes",
                        "3 problems",
                        place -> place.sound()
                                .attribute("Plugin-Version", "one")
                                .attribute("Requires-Api", "any")
                                .service()
                                .writeTo(place.jar())));
    }

    static List<Broken> serviceFiles() {
        return List.of(
                Broken.of(
                        "no service file",
                        "has no file",
                        place -> place.sound().withoutEntry(ServiceFile.NAME).writeTo(place.jar())),
                Broken.of(
                        "a service file in a folder META-INF.services",
                        "Rename it",
                        place -> place.sound()
                                .withoutEntry(ServiceFile.NAME)
                                .entry("META-INF.services/org.reason4j.api.plugin.Plugin", "demo.OnePlugin")
                                .writeTo(place.jar())),
                Broken.of(
                        "a service file of a misspelt name",
                        "Rename it",
                        place -> place.sound()
                                .withoutEntry(ServiceFile.NAME)
                                .entry("META-INF/services/org.reason4j.api.Plugin", "demo.OnePlugin")
                                .writeTo(place.jar())),
                Broken.of(
                        "a service file of comments",
                        "is empty",
                        place -> place.sound().service().writeTo(place.jar())),
                Broken.of(
                        "a service file with two classes",
                        "one plugin",
                        place -> place.sound()
                                .service("demo.OnePlugin", "demo.Other")
                                .writeTo(place.jar())),
                Broken.of(
                        "a service file of many megabytes",
                        "65536 bytes",
                        place -> place.sound().service("a".repeat(16 << 20)).writeTo(place.jar())),
                Broken.of(
                        "a service file with a class that is not there",
                        "not in the jar",
                        place -> place.sound().service("demo.Absent").writeTo(place.jar())),
                Broken.of(
                        "a service file with other upper-case letters",
                        "Did you mean demo.OnePlugin?",
                        place -> place.sound().service("demo.Oneplugin").writeTo(place.jar())),
                Broken.of(
                        "a nested class that is named with a dot",
                        "Did you mean demo.P$Inner?",
                        place -> place.plugin("""
                        package demo;
                        public class P {
                            public static class Inner implements org.reason4j.api.plugin.Plugin {
                                public void register(org.reason4j.api.plugin.Registry registry) {}
                            }
                        }
                        """).service("demo.P.Inner").writeTo(place.jar())));
    }

    private static Broken attribute(
            String what, String said, String name, @org.jspecify.annotations.Nullable String value) {
        return Broken.of(what, said, place -> {
            PluginJar jar = place.sound();
            (value == null ? jar.withoutAttribute(name) : jar.attribute(name, value)).writeTo(place.jar());
        });
    }

    private static PluginJar library(Broken.Place place) {
        return PluginJar.in(place.scratch()).source("package lib; public class Library {}");
    }

    private static byte[] api() {
        try (InputStream in = BrokenFiles.class.getResourceAsStream("/org/reason4j/api/plugin/Plugin.class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Sets the flag "encrypted" of every entry, in the central directory. */
    private static void encrypt(Path jar) throws IOException {
        byte[] zip = Files.readAllBytes(jar);
        for (int i = 0; i + 4 < zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                zip[i + 8] |= 1;
            }
        }
        Files.write(jar, zip);
    }

    /** Gives the entry {@code words-2.txt} the name {@code words-1.txt}. */
    private static void twice(Path jar) throws IOException {
        String zip = new String(Files.readAllBytes(jar), StandardCharsets.ISO_8859_1);
        Files.write(jar, zip.replace("words-2.txt", "words-1.txt").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Signs a jar with a key that is made for it, then changes a file in it. */
    private static void sign(Broken.Place place) throws IOException {
        Path keys = place.scratch().resolve("keys.p12");
        Path signed = place.scratch().resolve("signed.jar");
        try {
            makeKey(keys);
            KeyStore store = KeyStore.getInstance(keys.toFile(), "secret".toCharArray());
            CertPath certificate =
                    CertificateFactory.getInstance("X.509").generateCertPath(List.of(store.getCertificate("a")));
            PrivateKey key = (PrivateKey) store.getKey("a", "secret".toCharArray());
            Path plain = place.sound()
                    .entry("demo/words.txt", "true")
                    .writeTo(place.scratch().resolve("plain.jar"));
            try (ZipFile in = new ZipFile(plain.toFile());
                    OutputStream out = Files.newOutputStream(signed)) {
                new JarSigner.Builder(key, certificate)
                        .digestAlgorithm("SHA-256")
                        .build()
                        .sign(in, out);
            }
        } catch (java.security.GeneralSecurityException | InterruptedException e) {
            throw new AssertionError(e);
        }
        rewrite(signed, place.jar(), Map.of("demo/words.txt", "false"));
    }

    private static void makeKey(Path keys) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=author",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .start();
        made.getInputStream().readAllBytes();
        if (made.waitFor() != 0) {
            throw new AssertionError("keytool failed");
        }
    }

    private static void rewrite(Path from, Path to, Map<String, String> changes) throws IOException {
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : in.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] content = in.getInputStream(entry).readAllBytes();
                out.write(
                        changes.containsKey(entry.getName())
                                ? changes.get(entry.getName()).getBytes(StandardCharsets.UTF_8)
                                : content);
            }
        }
    }
}
