package dev.skiff.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Puts in place what a task needs before it starts. Doing it again does no harm. */
final class Staging {
    private static final int EXECUTABLE = 0755;

    private Staging() {}

    static void make(VolumePlan volume) throws IOException {
        switch (volume) {
            case VolumePlan.Directory directory -> DirectoryTree.make(directory.place());
            case VolumePlan.Files content -> {
                DirectoryTree.make(content.place());
                for (var file : content.files().entrySet()) {
                    write(
                            content.place().resolve(file.getKey()),
                            file.getValue().content(),
                            file.getValue().mode());
                }
            }
            case VolumePlan.Existing existing -> {
                if (existing.make()) {
                    Files.createDirectories(existing.place());
                } else if (!Files.exists(existing.place())) {
                    throw new PlanProblem(
                            "this machine has no " + existing.place() + ", which a hostPath volume wants: make it,"
                                    + " or give the volume the type DirectoryOrCreate");
                }
            }
        }
    }

    /** An executable text. */
    static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8), EXECUTABLE);
    }

    /** Never readable by more users than {@code mode} says, not even for a moment. */
    private static void write(Path file, byte[] bytes, int mode) throws IOException {
        DirectoryTree.make(Objects.requireNonNull(file.getParent(), "a file to be written lies in a directory"));
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, bytes, StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(file, permissions(mode));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var letters = new StringBuilder("rwxrwxrwx");
        for (int bit = 0; bit < letters.length(); bit++) {
            if ((mode & (0400 >> bit)) == 0) {
                letters.setCharAt(bit, '-');
            }
        }
        return PosixFilePermissions.fromString(letters.toString());
    }
}
