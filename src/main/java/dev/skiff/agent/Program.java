package dev.skiff.agent;

import dev.skiff.handover.AgentReport.Kind;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds out before the start whether a command can be executed, since afterwards nobody says it as clearly. The words are the kubelet's. */
final class Program {
    /** What the system searches when there is no PATH. */
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Program() {}

    /**
     * @param command a path, or a name to be looked for
     * @param searchPath directories with {@code :} between them; empty when there is none
     */
    static void check(String command, String searchPath) throws AgentFailure {
        try {
            if (command.contains("/")) {
                checkFile(command);
                return;
            }
            String directories = searchPath.isEmpty() ? USUAL_PATH : searchPath;
            for (String directory : directories.split(":", -1)) {
                Path file = Path.of(directory.isEmpty() ? "." : directory, command);
                if (!command.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                    return;
                }
            }
        } catch (InvalidPathException e) {
            throw notFound(command, "it is no name of a file");
        }
        throw notFound(command, "executable file not found in $PATH");
    }

    private static void checkFile(String command) throws AgentFailure {
        Path file = Path.of(command);
        if (!Files.exists(file)) {
            throw notFound(command, "stat " + command + ": no such file or directory");
        }
        if (Files.isDirectory(file)) {
            throw notExecutable(command, "is a directory");
        }
        if (!Files.isExecutable(file)) {
            throw notExecutable(command, "permission denied");
        }
    }

    static AgentFailure notFound(String command, String why) {
        return new AgentFailure(Kind.COMMAND_NOT_FOUND, Codes.NOT_FOUND, sentence(command, why));
    }

    static AgentFailure notExecutable(String command, String why) {
        return new AgentFailure(Kind.COMMAND_NOT_EXECUTABLE, Codes.NOT_EXECUTABLE, sentence(command, why));
    }

    private static String sentence(String command, String why) {
        return "exec: \"" + command + "\": " + why;
    }
}
