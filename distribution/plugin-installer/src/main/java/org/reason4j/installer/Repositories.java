package org.reason4j.installer;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;
import org.reason4j.core.formats.file.Sha256;

/**
 * The repositories that are asked, in this order: those that the user names, the product's own, those of the Maven settings.
 * Mirrors of the settings stand for the last group alone.
 */
final class Repositories {

    private static final int ID_DIGITS = 8;
    private static final String ID_AND_URL = "::";

    private final List<RemoteRepository> all;

    private Repositories(List<RemoteRepository> all) {
        this.all = all;
    }

    /**
     * Makes the list.
     *
     * @param named directories, URLs, or {@code ID::URL} where the ID is that of a server in the settings
     * @param product the product's own repository, where there is one
     */
    static Repositories of(
            List<String> named,
            Optional<Path> product,
            MavenSettings settings,
            RepositorySystem system,
            RepositorySystemSession session) {
        List<RemoteRepository> all = new ArrayList<>();
        named.forEach(text -> all.add(withAccess(parse(text), session)));
        product.filter(Files::isDirectory)
                .ifPresent(directory -> all.add(remote("", directory.toUri().toString())));
        all.addAll(system.newResolutionRepositories(session, settings.repositories()));
        return new Repositories(all);
    }

    private static RemoteRepository parse(String text) {
        int middle = text.indexOf(ID_AND_URL);
        String id = middle < 0 ? "" : text.substring(0, middle);
        String place = middle < 0 ? text : text.substring(middle + ID_AND_URL.length());
        if (place.matches("[a-z]{2,}:.*")) {
            check(
                    place.matches("(https?://|file:).+"),
                    "--repository is '%s', expected a directory or an address that begins with https://, http:// or"
                            + " file:.",
                    text);
            return remote(id, place);
        }
        Path directory = Path.of(place).toAbsolutePath().normalize();
        check(
                Files.isDirectory(directory),
                "--repository is '%s', but there is no directory %s. Name one in Maven's layout, or a URL.",
                text,
                directory);
        return remote(id, directory.toUri().toString());
    }

    /** The local repository remembers by id where a file came from, so each address has an id of its own. */
    private static RemoteRepository remote(String id, String url) {
        String own = id.isEmpty() ? "reason4j-" + Sha256.of(url).substring(0, ID_DIGITS) : id;
        return new RemoteRepository.Builder(own, "default", url).build();
    }

    private static RemoteRepository withAccess(RemoteRepository repository, RepositorySystemSession session) {
        RemoteRepository.Builder builder = new RemoteRepository.Builder(repository);
        builder.setAuthentication(session.getAuthenticationSelector().getAuthentication(repository));
        return builder.setProxy(session.getProxySelector().getProxy(builder.build()))
                .build();
    }

    List<RemoteRepository> all() {
        return all;
    }

    /** Their addresses, for messages. */
    String shown() {
        return all.stream().map(repository -> shown(repository.getUrl())).collect(Collectors.joining(", "));
    }

    /** A text without the credentials that addresses in it may contain. */
    static String shownIn(String text) {
        return text.replaceAll("(?<=://)[^/@\\s]+@", "");
    }

    /** An address without the credentials that it may contain. */
    static String shown(String url) {
        return shownIn(url);
    }
}
