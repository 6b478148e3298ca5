package dev.skiff.host;

import dev.skiff.port.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Finds and ends what runs in the directories of tasks, whoever started it. */
final class Leftovers {
    /** A run whose directory is so young may be about to get its owner. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private Leftovers() {}

    /** Whether the skiff that the run belongs to is gone. */
    static boolean isOrphaned(Path runDirectory, InstantSource clock) throws IOException {
        var owner = owner(runDirectory.resolve(Layout.OWNER));
        if (owner.isPresent()) {
            return !owner.get().isAlive();
        }
        var made = Files.getLastModifiedTime(runDirectory).toInstant();
        return made.plus(SETTLING).isBefore(clock.instant());
    }

    /** Empty when there is none, or not all of it yet. */
    private static Optional<ProcessIdentity> owner(Path file) throws IOException {
        try {
            return ProcessIdentity.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static void endRun(Path runDirectory, HostMachine machine) throws IOException, InterruptedException {
        for (var task : DirectoryTree.children(runDirectory.resolve(Layout.TASKS))) {
            endTask(new Layout.TaskFiles(task), machine);
        }
    }

    static void endTask(Layout.TaskFiles task, HostMachine machine) throws IOException, InterruptedException {
        for (var container : DirectoryTree.children(task.containers())) {
            var files = new Layout.ContainerFiles(container);
            if (Files.exists(files.started())) {
                new HostProcess(files, machine.clock(), machine.launcher()).endForGood();
            }
        }
    }
}
