package dev.skiff.docker;

import dev.skiff.port.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that made something, as a label: {@code <user>@<machine>[@<store>]/<boot>/<pid namespace>/<pid>/<start, seconds>}. Whether it still
 * lives can be told only from where it ran; when it cannot be told, it lives.
 */
record Owner(String place, String boot, String namespace, ProcessIdentity process) {

    /** @param store see {@link DockerOptions#store}; may be empty */
    static Owner current(String store) {
        String user = System.getProperty("user.name", "");
        String where = store.isEmpty() ? "" : "@" + Integer.toHexString(store.hashCode());
        return new Owner(
                clean(user) + "@" + clean(machine()) + where,
                clean(read("/proc/sys/kernel/random/boot_id")),
                clean(namespaceOfProcesses()),
                ProcessIdentity.current());
    }

    /** Empty for a text that is no such label. */
    static Optional<Owner> parse(String label) {
        String[] parts = label.split("/", -1);
        if (parts.length != 5 || !parts[3].matches("\\d{1,18}") || !parts[4].matches("\\d{1,12}")) {
            return Optional.empty();
        }
        return Optional.of(new Owner(
                parts[0],
                parts[1],
                parts[2],
                new ProcessIdentity(Long.parseLong(parts[3]), Instant.ofEpochSecond(Long.parseLong(parts[4])))));
    }

    String label() {
        return place + "/" + boot + "/" + namespace + "/" + process.pid() + "/"
                + process.startedAt().getEpochSecond();
    }

    /** Whether the process is known to be gone, as seen by {@code observer}. */
    boolean isDead(Owner observer) {
        if (!place.equals(observer.place)) {
            return false;
        }
        if (!boot.equals(observer.boot)) {
            return true;
        }
        if (!namespace.equals(observer.namespace)) {
            return false;
        }
        return !process.isAlive();
    }

    private static String machine() {
        String id = read("/etc/machine-id");
        if (!id.isEmpty()) {
            return Integer.toHexString(id.hashCode()); // the id itself is confidential (machine-id(5))
        }
        return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("this");
    }

    private static String namespaceOfProcesses() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String clean(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
