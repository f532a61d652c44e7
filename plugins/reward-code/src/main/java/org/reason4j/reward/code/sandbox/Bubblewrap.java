package org.reason4j.reward.code.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sandboxes of <a href="https://github.com/containers/bubblewrap">bubblewrap</a>.
 *
 * <p>Run by root, it gives its rights up first: the kernel bounds the number of processes of any user but root.
 */
final class Bubblewrap implements Mechanism {

    private final List<String> prefix;
    private final boolean disablesNamespaces;

    /**
     * Makes the mechanism.
     *
     * @param program path of {@code bwrap}
     * @param root true if this process is root's
     * @param disablesNamespaces true if it can keep programs from making user namespaces (0.8.0)
     */
    Bubblewrap(String program, boolean root, boolean disablesNamespaces) {
        this.prefix = root ? List.of("setpriv", "--clear-groups") : List.of();
        this.bwrap = program;
        this.disablesNamespaces = disablesNamespaces;
    }

    private final String bwrap;

    @Override
    public String name() {
        return "bubblewrap";
    }

    @Override
    public List<String> tools() {
        return List.of("prlimit");
    }

    @Override
    public Launch launch(Room room, Limits limits, List<String> program) {
        List<String> command = new ArrayList<>(prefix);
        if (!prefix.isEmpty()) {
            command.addAll(UnprivilegedUser.next().options());
        }
        command.addAll(
                List.of(bwrap, "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"));
        command.addAll(
                List.of("--unshare-cgroup-try", "--die-with-parent", "--as-pid-1", "--new-session", "--clearenv"));
        if (disablesNamespaces) {
            command.add("--disable-userns");
        }
        command.addAll(List.of("--uid", UnprivilegedUser.INSIDE, "--gid", UnprivilegedUser.INSIDE));
        Environment.VARIABLES.forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
        room.places()
                .forEach(place ->
                        command.addAll(List.of("--ro-bind", room.source(place).toString(), place)));
        Room.devices().forEach(device -> command.addAll(List.of("--dev-bind", device, device)));
        for (Map.Entry<String, String> link : room.links().entrySet()) {
            command.addAll(List.of("--symlink", link.getValue(), link.getKey()));
        }
        command.addAll(List.of("--proc", "/proc"));
        command.addAll(List.of("--perms", "1777", "--size", String.valueOf(limits.fileMegabytes() * 1024L * 1024)));
        command.addAll(List.of("--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp", "--"));
        command.addAll(ResourceLimits.command(limits));
        command.addAll(program);
        return new Launch(command, List.of());
    }
}
