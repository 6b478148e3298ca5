package dev.skiff.agent;

import dev.skiff.handover.AgentPlan.Membership;
import dev.skiff.handover.AgentReport.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a containerSet tell one another through the directory that they share: each writes its exit code, under
 * {@code <name>.exitcode}, when it has ended (RES-10).
 */
final class Members {
    /** In case a file system tells nobody of its changes. */
    private static final long LOOK_AGAIN_SECONDS = 2;

    private final Membership own;
    private final Path directory;

    Members(Membership own) {
        this.own = own;
        this.directory = Path.of(own.directory());
    }

    /** @throws AgentFailure when one of them has failed */
    void awaitDependencies() throws AgentFailure, InterruptedException, IOException {
        if (own.dependencies().isEmpty()) {
            return;
        }
        Files.createDirectories(directory);
        try (WatchService changes = directory.getFileSystem().newWatchService()) {
            directory.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (!haveSucceeded()) {
                await(changes);
            }
        } catch (ClosedWatchServiceException e) {
            throw new IOException("nothing is told of the directory " + directory, e);
        }
    }

    private static void await(WatchService changes) throws InterruptedException {
        @Nullable WatchKey key = changes.poll(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    private boolean haveSucceeded() throws AgentFailure, IOException {
        boolean all = true;
        for (String name : own.dependencies()) {
            OptionalInt exitCode = exitCode(name);
            if (exitCode.isPresent() && exitCode.getAsInt() != 0) {
                throw new AgentFailure(
                        Kind.DEPENDENCY,
                        Codes.NOT_HANDED_OVER,
                        "dependency \"" + name + "\" exited with non-zero code: " + exitCode.getAsInt());
            }
            all &= exitCode.isPresent();
        }
        return all;
    }

    private OptionalInt exitCode(String name) throws IOException {
        Path file = file(name);
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        } catch (NumberFormatException e) {
            throw new IOException(file + " does not have the exit code of a member");
        }
    }

    /** Whole or not at all. */
    void ended(int exitCode) throws IOException {
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(directory, ".", ".exitcode");
        Files.write(fresh, Integer.toString(exitCode).getBytes(StandardCharsets.US_ASCII));
        Files.setPosixFilePermissions(fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(fresh, file(own.name()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String name) {
        return directory.resolve(name + ".exitcode");
    }
}
