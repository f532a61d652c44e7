package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Sandboxes of util-linux: {@code unshare} makes the namespaces, {@code mount} and {@code pivot_root} the sandbox's own
 * read-only root, and a second user namespace takes the rights away that the first one gave.
 *
 * <p>A root directory consists of empty mount points on the disk, made once for every shape of a room; what is mounted
 * there exists in the sandbox's mount namespace alone. Run by root, the mounts are made with root's rights, so that a
 * program below a private directory can be shown, and a user who owns nothing does the rest: the kernel bounds the number
 * of processes of any user but root.
 */
final class Namespaces implements Mechanism {

    private static final String ENTER = """
            root=$1 again=$2 size=$3; shift 3
            if [ "$again" = yes ]; then mount -n --rbind "$root" "$root"; fi
            mount -n -t tmpfs -o "mode=1777,nosuid,nodev,noexec,nr_inodes=4096,size=$size" tmpfs "$root/tmp"
            mount -n -t proc -o nosuid,nodev,noexec proc "$root/proc"
            echo 1 > /proc/sys/user/max_user_namespaces
            cd "$root"
            pivot_root . .
            umount -n -l .
            cd /tmp
            exec unshare --user --map-user=65534 --map-group=65534 setpriv --no-new-privs --pdeathsig KILL "$@"
            """;

    private static final String MOUNT_AS_ROOT = """
            enter=$1 table=$2 user=$3; shift 3
            mount -n -a -T "$table"
            exec setpriv --reuid $user --regid $user --clear-groups --pdeathsig KILL \
                unshare --user --map-root-user --mount --pid --net --ipc --uts --cgroup --fork --kill-child \
                sh -ec "$enter" sh "$@"
            """;

    private static final String MOUNT = """
            enter=$1 table=$2; shift 2
            mount -n -a -T "$table"
            exec sh -ec "$enter" sh "$@"
            """;

    private final Path directory;
    private final boolean root;
    private final Map<String, Path> roots = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();

    /**
     * Makes the mechanism.
     *
     * @param directory an own directory, for the roots
     * @param root true if this process is root's
     */
    Namespaces(Path directory, boolean root) {
        this.directory = directory;
        this.root = root;
    }

    @Override
    public String name() {
        return "util-linux (unshare)";
    }

    @Override
    public List<String> tools() {
        return List.of("umount", "unshare", "setpriv", "prlimit");
    }

    @Override
    public Launch launch(Room room, Limits limits, List<String> program) throws IOException {
        Path top = top(room);
        Path table = Files.writeString(directory.resolve("mounts-" + made.incrementAndGet()), mounts(top, room));
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "unshare"));
        if (root) {
            command.addAll(List.of("--mount", "--propagation", "private", "sh", "-ec", MOUNT_AS_ROOT, "sh", ENTER));
            command.addAll(List.of(
                    table.toString(), String.valueOf(UnprivilegedUser.next().id())));
        } else {
            command.addAll(
                    List.of("--user", "--map-root-user", "--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup"));
            command.addAll(List.of("--fork", "--kill-child", "sh", "-ec", MOUNT, "sh", ENTER, table.toString()));
        }
        command.addAll(List.of(top.toString(), root ? "yes" : "no", limits.fileMegabytes() + "m"));
        command.addAll(ResourceLimits.command(limits));
        command.addAll(program);
        return new Launch(command, List.of(table));
    }

    private static String mounts(Path top, Room room) {
        List<String> lines = new ArrayList<>(List.of(line(top.toString(), top.toString(), "bind,ro,nosuid,nodev")));
        for (String place : room.places()) {
            lines.add(line(room.source(place).toString(), top + place, "bind,ro,nosuid,nodev"));
        }
        for (String device : Room.devices()) {
            lines.add(line(device, top + device, "bind,nosuid,noexec"));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(String source, String place, String options) {
        return escaped(source) + " " + escaped(place) + " none " + options + " 0 0";
    }

    private static String escaped(String path) {
        return path.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    /** The root directory for rooms of this shape. */
    private Path top(Room room) throws IOException {
        String shape = room.places().stream()
                .map(place -> place + (Files.isDirectory(room.source(place)) ? "/" : ""))
                .collect(Collectors.joining("\n"));
        String key = shape + room.links();
        synchronized (roots) {
            Path known = roots.get(key);
            if (known == null) {
                known = make(directory.resolve("root-" + made.incrementAndGet()), room);
                roots.put(key, known);
            }
            return known;
        }
    }

    private static Path make(Path top, Room room) throws IOException {
        for (String place : List.of("/tmp", "/proc", "/dev")) {
            Files.createDirectories(Path.of(top + place));
        }
        for (String device : Room.devices()) {
            Files.createFile(Path.of(top + device));
        }
        for (String place : room.places()) {
            Path point = Path.of(top + place);
            if (isHidden(place, room)) {
                continue;
            }
            if (Files.isDirectory(room.source(place))) {
                Files.createDirectories(point);
            } else {
                Files.createDirectories(point.getParent());
                Files.createFile(point);
            }
        }
        for (Map.Entry<String, String> link : room.links().entrySet()) {
            Files.createSymbolicLink(Path.of(top + link.getKey()), Path.of(link.getValue()));
        }
        return top;
    }

    /** True for a place within another, which the other's source has to hold. */
    private static boolean isHidden(String place, Room room) {
        return room.places().stream()
                .anyMatch(other -> !other.equals(place) && Path.of(place).startsWith(other));
    }
}
