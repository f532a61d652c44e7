package org.reason4j.installer;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResult;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.RepositoryOfflineException;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.plugin.lock.PluginsLock;

/** Finds plugins and their libraries in Maven repositories. */
final class MavenClient implements AutoCloseable {

    private static final String JAR = "jar";
    private static final String NO_METADATA = "maven-metadata.xml";
    private static final int SHOWN_VERSIONS = 20;

    private final RepositorySystem system = MavenSystem.create();
    private final CloseableSession session;
    private final Repositories repositories;

    /**
     * Prepares access.
     *
     * @param named repositories that the user names
     * @param product the product's own repository, where there is one
     * @param offline whether only the local repository and repositories in directories are asked
     */
    MavenClient(MavenSettings settings, List<String> named, Optional<Path> product, boolean offline) {
        session = MavenSystem.session(system, settings, offline);
        repositories = Repositories.of(named, product, settings, system, session);
    }

    /**
     * Finds a plugin and the libraries that it needs at run time, without what the host shares with plugins.
     *
     * @throws ConfigException if something is not there, or its checksum is missing or wrong
     */
    ResolvedUnit resolve(Coordinates wanted) {
        check(
                wanted.isExact(),
                "%s names no exact version, so that it would not be known what is installed. %s",
                wanted,
                there(wanted));
        Artifact main = new DefaultArtifact(
                wanted.group(), wanted.artifact(), JAR, wanted.version().orElseThrow());
        CollectRequest request =
                new CollectRequest().setRoot(new Dependency(main, "runtime")).setRepositories(repositories.all());
        try {
            List<ArtifactResult> found = system.resolveDependencies(session, new DependencyRequest(request, null))
                    .getArtifactResults();
            return unit(wanted, found);
        } catch (RepositoryException e) {
            throw failure(wanted.toString(), e, () -> isMissing(e, wanted) ? there(wanted) : "");
        }
    }

    private static ResolvedUnit unit(Coordinates wanted, List<ArtifactResult> found) {
        List<ResolvedUnit.File> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ArtifactResult result : found) {
            Artifact artifact = result.getArtifact();
            if (artifact.getExtension().equals(JAR)) {
                String name = fileName(artifact, false);
                String path = files.isEmpty() ? name : "lib/" + (names.add(name) ? name : fileName(artifact, true));
                files.add(file(path, result));
            }
        }
        check(!files.isEmpty(), "%s has no jar, so it is no plugin.", wanted);
        return new ResolvedUnit(files);
    }

    private static ResolvedUnit.File file(String path, ArtifactResult result) {
        Artifact artifact = result.getArtifact();
        String source = result.getRepository() instanceof RemoteRepository remote
                ? Repositories.shown(remote.getUrl())
                : "local repository";
        return new ResolvedUnit.File(path, artifact.toString(), artifact.getPath(), source);
    }

    /** A POM chooses these names, so they are checked before they become a file's. */
    private static String fileName(Artifact artifact, boolean withGroup) {
        Stream.of(artifact.getGroupId(), artifact.getArtifactId(), artifact.getBaseVersion())
                .forEach(part -> check(
                        Coordinates.PART.matcher(part).matches(),
                        "%s has the part '%s', which can't be in a file's name. Its author can fix that.",
                        artifact,
                        part));
        String classifier = artifact.getClassifier().replaceAll("[^A-Za-z0-9_.-]", "_");
        return (withGroup ? artifact.getGroupId() + "-" : "") + artifact.getArtifactId() + "-"
                + artifact.getBaseVersion() + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    /**
     * Fetches the very files of a lock; what is asked for now does not depend on any POM.
     *
     * @throws ConfigException if one is not there
     */
    ResolvedUnit fetch(PluginsLock.Unit locked) {
        List<ResolvedUnit.File> files = new ArrayList<>();
        for (PluginsLock.Entry entry : locked.files()) {
            ArtifactRequest request =
                    new ArtifactRequest(new DefaultArtifact(entry.coordinates()), repositories.all(), null);
            try {
                files.add(file(entry.path(), system.resolveArtifact(session, request)));
            } catch (RepositoryException e) {
                throw failure(entry.coordinates(), e, () -> "");
            }
        }
        return new ResolvedUnit(files);
    }

    private boolean isMissing(RepositoryException failure, Coordinates wanted) {
        return causes(failure)
                .filter(ArtifactNotFoundException.class::isInstance)
                .map(cause -> ((ArtifactNotFoundException) cause).getArtifact())
                .anyMatch(artifact -> artifact.getGroupId().equals(wanted.group())
                        && artifact.getArtifactId().equals(wanted.artifact()));
    }

    /** Which versions there are, as a sentence. */
    private String there(Coordinates wanted) {
        List<String> versions = versions(wanted);
        if (versions.isEmpty()) {
            return "No version of " + wanted.name() + " is there; check the spelling, or name its repository with"
                    + " --repository.";
        }
        List<String> newest = versions.subList(Math.max(0, versions.size() - SHOWN_VERSIONS), versions.size());
        return "Versions there: " + String.join(", ", newest) + ". Name one of them.";
    }

    /** Versions of an artifact that the repositories list, the oldest first. */
    private List<String> versions(Coordinates wanted) {
        Artifact any = new DefaultArtifact(wanted.group(), wanted.artifact(), JAR, "[0,)");
        try {
            VersionRangeResult result =
                    system.resolveVersionRange(session, new VersionRangeRequest(any, repositories.all(), null));
            return result.getVersions().stream().map(Object::toString).toList();
        } catch (RepositoryException e) {
            throw failure(wanted.name() + " (" + NO_METADATA + ")", e, () -> "");
        }
    }

    private ConfigException failure(
            String what, RepositoryException failure, java.util.function.Supplier<String> help) {
        Optional<ChecksumFailureException> checksum = first(failure, ChecksumFailureException.class);
        if (checksum.isPresent()) {
            return new ConfigException(
                    what + " was not taken: " + reason(failure) + ". The file was changed on its way or in the"
                            + " repository, or has no checksum there. Ask who runs the repository, or name another one"
                            + " with --repository.",
                    failure);
        }
        if (first(failure, RepositoryOfflineException.class).isPresent()) {
            return new ConfigException(
                    what + " is not in the local repository, and others are not asked because of --offline or the Maven"
                            + " settings: " + reason(failure) + ".",
                    failure);
        }
        return new ConfigException(
                (what + " can't be had: " + reason(failure) + ". Repositories: " + repositories.shown() + ". "
                                + help.get())
                        .strip(),
                failure);
    }

    private static <T> Optional<T> first(Throwable failure, Class<T> type) {
        return causes(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())));
    }

    /** The message of the innermost failure of a repository, which names the file and what happened to it. */
    private static String reason(RepositoryException failure) {
        Throwable innermost = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(RepositoryException.class::isInstance)
                .reduce(failure, (outer, inner) -> inner);
        return Repositories.shownIn(String.valueOf(innermost.getMessage()).strip())
                .replaceFirst("\\.$", "");
    }

    @Override
    public void close() {
        session.close();
        system.shutdown();
    }
}
