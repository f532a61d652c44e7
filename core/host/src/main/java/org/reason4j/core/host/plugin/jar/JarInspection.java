package org.reason4j.core.host.plugin.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Looks through a jar without loading a class of it. */
final class JarInspection {

    private static final int NEWEST_CLASS_FILE = 44 + Runtime.version().feature();
    private static final int MAGIC = 0xCAFEBABE;
    private static final int OLDEST_MAJOR = 45;
    private static final String CLASS = ".class";
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,4})/(.*)");
    private static final Pattern API_CLASS =
            Pattern.compile("(.*/)?org/reason4j/api/plugin/(Plugin|Registry|Kind)\\.class");
    private static final Pattern NESTED_API = Pattern.compile("(.*/)?reason4j-api-[^/]*\\.jar");
    private static final int HEAD = 512;

    private final StoredJar jar;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> classes = new HashSet<>();
    private final List<String> nested = new ArrayList<>();
    private final List<String> newer = new ArrayList<>();
    private int newest;
    private boolean signed;

    private JarInspection(StoredJar jar) {
        this.jar = jar;
    }

    static JarContent of(StoredJar jar) {
        return new JarInspection(jar).inspect();
    }

    private JarContent inspect() {
        Attributes manifest = new Attributes();
        Optional<List<String>> service = Optional.empty();
        try (JarFile file = new JarFile(jar.copy().toFile(), true)) {
            Set<String> names = new HashSet<>();
            for (JarEntry entry : file.stream().toList()) {
                if (!names.add(entry.getName())) {
                    problems.add("It has two entries named '" + entry.getName()
                            + "', and which of them counts is not defined. Build it again with one.");
                }
                look(file, entry);
            }
            tellNewer();
            manifest = manifest(file);
            service = service(file);
            if (signed) {
                verify(file);
            }
        } catch (IOException | RuntimeException e) { // the zip code throws either for damaged files
            problems.add(unreadable(e));
        }
        return new JarContent(jar, manifest, service, classes, nested, problems);
    }

    private void look(JarFile file, JarEntry entry) throws IOException {
        String name = entry.getName();
        checkPlace(name);
        if (ServiceFile.isMisplaced(name)) {
            problems.add("It has a file '" + name + "'; the file that names the plugin's class is " + ServiceFile.NAME
                    + ". Rename it.");
        }
        if (name.contains("reason4j")
                && (NESTED_API.matcher(name).matches()
                        || API_CLASS.matcher(name).matches())) {
            problems.add("It holds a copy of the API (" + name + "), but the API is reason4j's own. Give the dependency"
                    + " reason4j-api the scope 'provided' and keep it out of the shaded jar.");
        }
        if (name.startsWith("META-INF/") && name.endsWith(".SF")) {
            signed = true;
        }
        if (name.endsWith(".jar")) {
            nested.add(name);
        }
        if (name.endsWith(CLASS) && !entry.isDirectory()) {
            lookAtClass(file, entry);
        }
    }

    private void checkPlace(String name) {
        boolean outside = name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf(':') == 1
                || name.contains("..") && List.of(name.split("/", -1)).contains("..");
        if (outside) {
            problems.add(
                    "Its entry '" + name + "' points outside the jar. Build it again, and ask where it comes from: such"
                            + " entries overwrite files where a jar is unpacked.");
        }
    }

    private void lookAtClass(JarFile file, JarEntry entry) throws IOException {
        Matcher versioned = VERSIONED.matcher(entry.getName());
        boolean ofVersion = versioned.matches();
        if (ofVersion
                && Integer.parseInt(versioned.group(1)) > Runtime.version().feature()) {
            return; // Java passes over it, too
        }
        String path = ofVersion ? versioned.group(2) : entry.getName();
        String type = path.substring(0, path.length() - CLASS.length()).replace('/', '.');
        classes.add(type);
        try (InputStream content = file.getInputStream(entry)) {
            byte[] head = content.readNBytes(8);
            int magic = head.length < 8 ? 0 : java.nio.ByteBuffer.wrap(head).getInt();
            int major = head.length < 8 ? 0 : (head[6] & 0xFF) << 8 | head[7] & 0xFF;
            if (magic != MAGIC || major < OLDEST_MAJOR) {
                problems.add("Its entry " + entry.getName() + " is not a class file. Build it again.");
            } else if (major > NEWEST_CLASS_FILE) {
                newer.add(type);
                newest = Math.max(newest, major - 44);
            }
        }
    }

    private void tellNewer() {
        if (!newer.isEmpty()) {
            int running = Runtime.version().feature();
            problems.add("The class " + newer.get(0)
                    + (newer.size() == 1 ? " was" : " and " + (newer.size() - 1) + " more were")
                    + " compiled for Java " + newest + ", and this is Java " + running
                    + ". Run a newer Java, or compile the plugin with --release " + running + ".");
        }
    }

    private Attributes manifest(JarFile file) {
        try {
            @Nullable Manifest manifest = file.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException | RuntimeException e) {
            problems.add("Its manifest can't be read (" + e.getMessage()
                    + "). Lines are 'Name: value', at most 72 bytes long. Let the build tool write it.");
            return new Attributes();
        }
    }

    private Optional<List<String>> service(JarFile file) throws IOException {
        @Nullable JarEntry entry = file.getJarEntry(ServiceFile.NAME);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream content = file.getInputStream(entry)) {
            byte[] names = content.readNBytes(ServiceFile.MOST_BYTES + 1);
            if (names.length > ServiceFile.MOST_BYTES) {
                problems.add(ServiceFile.NAME + " is longer than " + ServiceFile.MOST_BYTES
                        + " bytes. Name the plugin's class in it and nothing else.");
                return Optional.empty();
            }
            return Optional.of(ServiceFile.names(names));
        }
    }

    /** Reads everything, which is when signatures are checked. */
    private void verify(JarFile file) throws IOException {
        for (JarEntry entry : file.stream().toList()) {
            try (InputStream content = file.getInputStream(entry)) {
                content.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (SecurityException e) {
                problems.add("Its signature is broken: " + e.getMessage()
                        + ". It was changed after it was signed; get it again from its author, or sign it again.");
                return;
            }
        }
    }

    private String unreadable(Exception failure) {
        String why = String.valueOf(failure.getMessage());
        try {
            long size = Files.size(jar.copy());
            if (size == 0) {
                return "It is empty (0 bytes). Copy it again or remove it.";
            }
            String head = head().strip().toLowerCase(Locale.ROOT);
            if (head.startsWith("<!doctype") || head.startsWith("<html") || head.startsWith("<?xml")) {
                return "It is a web page, not a jar: a download went wrong. Open the address in a browser and download"
                        + " the file that it leads to.";
            }
            if (head.startsWith("version https://git-lfs")) {
                return "It is a pointer of Git LFS, not the jar itself. Run 'git lfs pull' where it comes from and"
                        + " copy it again.";
            }
            if (failure instanceof ZipException && why.contains("encrypted")) {
                return "It is encrypted, and Java reads no encrypted jars. Build it again without a password.";
            }
            return "It can't be read as a jar of " + size + " bytes (" + why + "). Copy it again or remove it.";
        } catch (IOException e) {
            return "It can't be read (" + e.getMessage() + "). Copy it again or remove it.";
        }
    }

    private String head() throws IOException {
        try (InputStream content = Files.newInputStream(jar.copy())) {
            return new String(content.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        }
    }
}
