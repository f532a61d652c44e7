package org.reason4j.installer;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DirectoryLock;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.Sha256;
import org.reason4j.core.formats.file.StagedDirectory;
import org.reason4j.core.host.plugin.jar.PluginDirectories;
import org.reason4j.core.host.plugin.lock.PluginsLock;

/**
 * Puts plugins into a plugin directory and takes them out. A plugin appears there whole, after it was checked, or not at all;
 * one of another version stays until then. Files that it did not install, or that were changed since, are not touched unless
 * the user insists.
 */
public final class PluginInstaller implements AutoCloseable {

    private static final DirectoryLock.Words WORDS = new DirectoryLock.Words(
            "another installation",
            "Wait until it has ended.",
            "which keeps two installations out of one directory; choose a --to on a file system that has locks");

    private static final Pattern LEFTOVER =
            Pattern.compile("\\." + Coordinates.PART.pattern() + "\\.(partial|replaced|removed)");

    private final Path directory;
    private final LoaderCheck check;
    private final boolean force;
    private final PrintWriter out;
    private final DirectoryLock lock;
    private PluginsLock installed;

    private PluginInstaller(Path directory, LoaderCheck check, boolean force, PrintWriter out, DirectoryLock lock) {
        this.directory = directory;
        this.check = check;
        this.force = force;
        this.out = out;
        this.lock = lock;
        installed = PluginsLock.of(directory);
    }

    /**
     * Takes a plugin directory, which is created where it does not exist, for this process alone.
     *
     * @param beside plugin directories that are loaded together with it
     * @param force whether changed files may be replaced or removed
     * @param out where progress is told
     * @throws ConfigException if it can't be written to, or another installation has it
     */
    public static PluginInstaller in(Path directory, List<Path> beside, boolean force, PrintWriter out) {
        Path root = directory.toAbsolutePath().normalize();
        DirectoryLock lock;
        try {
            Files.createDirectories(root);
            lock = DirectoryLock.of(root, PluginDirectories.IN_USE, WORDS);
        } catch (IOException e) {
            throw new ConfigException(
                    "Can't write to the plugin directory " + root + ": " + e
                            + ". Make it writable, or choose another one with --to.",
                    e);
        }
        try {
            StagedDirectory.putBackAll(root, Coordinates.PART.asMatchPredicate());
            deleteLeftovers(root);
            List<Path> all = new ArrayList<>(beside);
            all.add(root);
            return new PluginInstaller(root, new LoaderCheck(all), force, out, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e instanceof RuntimeException known ? known : DurableFiles.cannotWrite(root, (IOException) e);
        }
    }

    /** Deletes what a process left that was killed while it installed or removed. */
    private static void deleteLeftovers(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.filter(path ->
                            LEFTOVER.matcher(path.getFileName().toString()).matches())
                    .toList()) {
                DurableFiles.deleteTree(entry);
            }
        }
    }

    /**
     * Installs a plugin, in the place of another version of it where there is one.
     *
     * @throws ConfigException if it is not there, is not as it was published, or its place is taken
     * @throws org.reason4j.api.plugin.PluginException if it would not be loaded
     */
    public void install(Coordinates wanted, MavenAccess access) {
        String folder = wanted.artifact();
        Optional<PluginsLock.Unit> before = installed.inFolder(folder);
        requireOurs(wanted, before);
        if (before.isPresent()
                && before.get().coordinates().equals(wanted.toString())
                && installed.changes(before.get()).isEmpty()) {
            out.println(wanted + " is installed already in " + directory.resolve(folder) + ".");
            return;
        }
        before.ifPresent(this::requireUnchanged);
        out.println("Looking for " + wanted + ".");
        out.flush();
        ResolvedUnit unit = resolved(access, client -> client.resolve(wanted));
        PluginsLock.Unit now = place(folder, wanted.toString(), unit);
        out.println((before.isPresent() ? "Replaced " + before.get().coordinates() + " by " : "Installed ") + wanted
                + " in " + directory.resolve(folder) + ": plugin " + now.id() + ", "
                + (unit.libraries() == 1 ? "1 library" : unit.libraries() + " libraries") + ".");
    }

    private static ResolvedUnit resolved(MavenAccess access, Function<MavenClient, ResolvedUnit> request) {
        try (MavenClient client = access.open()) {
            return request.apply(client);
        }
    }

    private void requireOurs(Coordinates wanted, Optional<PluginsLock.Unit> before) {
        Path place = directory.resolve(wanted.artifact());
        check(
                before.isPresent() || !Files.exists(place, LinkOption.NOFOLLOW_LINKS),
                "%s exists and was not installed by this command. Move it elsewhere, or choose another directory with"
                        + " --to.",
                place);
        check(
                before.isEmpty() || before.get().artifact().equals(wanted.name()),
                "%s holds %s, another plugin with that artifact's name. Choose another directory with --to.",
                place,
                before.map(PluginsLock.Unit::coordinates).orElse(""));
    }

    private void requireUnchanged(PluginsLock.Unit unit) {
        List<String> changes = installed.changes(unit);
        Path place = directory.resolve(unit.folder());
        check(
                force || changes.isEmpty() || !Files.exists(place, LinkOption.NOFOLLOW_LINKS),
                "%s is not as it was installed: %s. Keep what you need of it elsewhere; --force replaces or removes it.",
                place,
                String.join(", ", changes));
    }

    /** Stages, checks and publishes the files, then notes them. */
    private PluginsLock.Unit place(String folder, String coordinates, ResolvedUnit unit) {
        Path target = directory.resolve(folder);
        try (StagedDirectory staged = StagedDirectory.replacing(target)) {
            List<PluginsLock.Entry> entries = new ArrayList<>();
            for (ResolvedUnit.File file : unit.files()) {
                Path place = staged.path().resolve(file.path());
                Files.createDirectories(DurableFiles.directoryOf(place));
                DurableFiles.copy(file.file(), place);
                entries.add(
                        new PluginsLock.Entry(file.path(), file.coordinates(), Sha256.of(place), file.repository()));
            }
            PluginsLock.Unit placed =
                    new PluginsLock.Unit(folder, coordinates, check.id(staged.path(), target, coordinates), entries);
            staged.publish();
            installed = installed.with(placed);
            installed.write();
            return placed;
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(target, e);
        }
    }

    /**
     * Fetches again every plugin of the lock file that is not there as it was installed, and insists on the hashes.
     *
     * @throws ConfigException if there is none, or a repository has another file than was installed
     */
    public void restore(MavenAccess access) {
        check(
                !installed.units().isEmpty(),
                "%s lists no plugin. Name one: reason4j plugins install GROUP:ARTIFACT:VERSION.",
                directory.resolve(PluginsLock.FILE));
        for (PluginsLock.Unit unit : installed.units()) {
            if (installed.changes(unit).isEmpty()) {
                out.println(unit.coordinates() + " is as it was installed.");
                continue;
            }
            requireUnchanged(unit);
            ResolvedUnit found = resolved(access, client -> client.fetch(unit));
            requireSame(unit, found);
            place(unit.folder(), unit.coordinates(), found);
            out.println("Restored " + unit.coordinates() + " in " + directory.resolve(unit.folder()) + ".");
        }
    }

    private void requireSame(PluginsLock.Unit locked, ResolvedUnit found) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < locked.files().size(); i++) {
            PluginsLock.Entry entry = locked.files().get(i);
            Path file = found.files().get(i).file();
            try {
                String hash = Sha256.of(file);
                if (!hash.equals(entry.sha256())) {
                    others.add(entry.coordinates() + " from "
                            + found.files().get(i).repository() + " has the SHA-256 " + hash + ", but " + entry.sha256()
                            + " was installed");
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Can't read " + file, e);
            }
        }
        check(
                others.isEmpty(),
                "%s was not restored: %s. Somebody replaced a published file; install another version, or find out who.",
                locked.coordinates(),
                String.join(", ", others));
    }

    /**
     * Removes a plugin that was installed here.
     *
     * @param name its id, its artifact, or {@code GROUP:ARTIFACT}
     * @throws ConfigException if there is none, or its files were changed
     */
    public void remove(String name) {
        List<PluginsLock.Unit> found = installed.named(name);
        check(
                found.size() == 1,
                found.isEmpty()
                        ? "'%s' was not installed in %s by this command, which knows %s. What was copied there by hand is"
                                + " removed by hand."
                        : "'%s' stands for several plugins in %s: %s. Name one as GROUP:ARTIFACT.",
                name,
                directory,
                installed.units().isEmpty()
                        ? "no plugin"
                        : (found.isEmpty() ? installed.units() : found)
                                .stream().map(PluginsLock.Unit::artifact).toList());
        PluginsLock.Unit unit = found.get(0);
        requireUnchanged(unit);
        Path place = directory.resolve(unit.folder());
        Path doomed = directory.resolve("." + unit.folder() + ".removed");
        try {
            DurableFiles.deleteTree(doomed);
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                DurableFiles.publish(place, doomed);
            }
            installed = installed.without(unit.folder());
            installed.write();
            DurableFiles.deleteTree(doomed);
        } catch (IOException e) {
            throw DurableFiles.cannotDelete(place, e);
        }
        out.println("Removed " + unit.coordinates() + " from " + directory + ".");
    }

    /** Gives the directory free. */
    @Override
    public void close() {
        lock.close();
    }
}
