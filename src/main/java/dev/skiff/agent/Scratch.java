package dev.skiff.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A directory for what is on its way. A container may have a root that is read-only, so it is wherever something can be written, but not
 * below what is going to be packed.
 */
final class Scratch implements AutoCloseable {
    private static final List<String> USUAL = List.of("/tmp", "/var/tmp", "/skiff", "/dev/shm");

    private final List<Path> candidates = new ArrayList<>();
    private final Collection<Path> packed;
    private @Nullable Path directory;

    /**
     * @param packed paths of output artifacts
     * @param near paths of artifacts, beside which there is room if there is room anywhere
     */
    Scratch(Map<String, String> environment, Collection<Path> packed, Collection<Path> near) {
        this.packed = packed;
        String own = environment.getOrDefault("TMPDIR", "");
        if (!own.isEmpty()) {
            candidates.add(Path.of(own));
        }
        USUAL.forEach(usual -> candidates.add(Path.of(usual)));
        for (Path path : near) {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                candidates.add(parent);
            }
        }
    }

    /** A path at which nothing is, in a directory that is there. */
    Path fresh() throws IOException {
        return directory().resolve(UUID.randomUUID().toString());
    }

    private Path directory() throws IOException {
        Path known = directory;
        if (known != null) {
            return known;
        }
        for (Path candidate : candidates) {
            if (Files.isDirectory(candidate) && packed.stream().noneMatch(candidate.toAbsolutePath()::startsWith)) {
                try {
                    known = Files.createTempDirectory(candidate, ".skiff-agent-");
                    directory = known;
                    return known;
                } catch (IOException e) {
                    // the next one may do
                    continue;
                }
            }
        }
        throw new IOException("there is no directory in which something can be written: mount an emptyDir at /tmp");
    }

    /** Deletes it with all that is in it. */
    @Override
    public void close() {
        Path made = directory;
        if (made != null && Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
            try {
                dev.skiff.port.LocalTree.delete(made);
            } catch (IOException e) {
                Say.line(made + " cannot be deleted: " + Words.of(e));
            }
        }
    }
}
