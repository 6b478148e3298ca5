package dev.skiff.host;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the program that a command names, as Argo's executor does inside a container (MET-09). */
final class CommandLookup {
    /** What Argo's executor exits with when it finds no program. */
    static final int NOT_FOUND = 64;

    /** There is no such program; the message is Argo's. */
    static final class NotFound extends Exception {
        private static final long serialVersionUID = 1L;

        NotFound(String command, String why) {
            super("failed to find name in PATH: exec: \"" + command + "\": " + why);
        }
    }

    private CommandLookup() {}

    /**
     * @param command a path, or a name that is looked up in {@code searchPath}
     * @param workingDirectory what a relative path is relative to
     */
    static Path find(String command, String searchPath, Path workingDirectory) throws NotFound {
        if (command.contains("/")) {
            var file = workingDirectory.resolve(command);
            if (!Files.exists(file)) {
                throw new NotFound(command, "stat " + command + ": no such file or directory");
            }
            if (!isProgram(file)) {
                throw new NotFound(command, "permission denied");
            }
            return file;
        }
        for (var directory : searchPath.split(":", -1)) {
            var file = workingDirectory.resolve(directory).resolve(command);
            if (!command.isEmpty() && isProgram(file)) {
                return file;
            }
        }
        throw new NotFound(command, "executable file not found in $PATH");
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
