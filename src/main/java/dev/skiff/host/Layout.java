package dev.skiff.host;

import dev.skiff.port.TaskRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where everything lies below the executor's directory. */
record Layout(Path base) {
    static final String OWNER = "owner";
    static final String TASKS = "tasks";

    /** What one container of a task owns. */
    record ContainerFiles(Path directory) {
        /** The container's own view of absolute paths: {@code root/tmp/x} is its {@code /tmp/x}. */
        Path root() {
            return directory.resolve("root");
        }

        Path work() {
            return directory.resolve("work");
        }

        Path tmp() {
            return directory.resolve("tmp");
        }

        /** The shell script around the command. */
        Path script() {
            return directory.resolve("run");
        }

        /** When the first attempt to start was made, as text. */
        Path started() {
            return directory.resolve("started");
        }

        /** Written by the script, once: whoever writes it first is the one execution there is. */
        Path pid() {
            return directory.resolve("pid");
        }

        /** The exit code, written by the script when the command has ended. */
        Path exit() {
            return directory.resolve("exit");
        }

        /** Why the command could not be started, if so. */
        Path message() {
            return directory.resolve("message");
        }

        /** There when this executor has sent SIGKILL. */
        Path killed() {
            return directory.resolve("killed");
        }

        Path stdout() {
            return directory.resolve("stdout");
        }

        Path stderr() {
            return directory.resolve("stderr");
        }

        /** Both streams in the order in which they were read, when that is wanted. */
        Path combined() {
            return directory.resolve("combined");
        }

        /** What the shell around the command had to say. */
        Path shellErrors() {
            return directory.resolve("run.stderr");
        }
    }

    /** What one task owns. */
    record TaskFiles(Path directory) {
        Path containers() {
            return directory.resolve("containers");
        }

        ContainerFiles container(String name) {
            return new ContainerFiles(containers().resolve(encoded(name)));
        }

        Path volume(String name) {
            return directory.resolve("volumes").resolve(encoded(name));
        }

        /** There when directories, volumes and script are in place. */
        Path staged() {
            return directory.resolve("staged");
        }

        /** The reason, when the task was asked to stop. */
        Path stop() {
            return directory.resolve("stop");
        }
    }

    Path runs() {
        return base.resolve("runs");
    }

    Path run(String run) {
        return runs().resolve(encoded(run));
    }

    /** Process id and start of the skiff that the run belongs to. */
    Path owner(String run) {
        return run(run).resolve(OWNER);
    }

    Path tasks(String run) {
        return run(run).resolve(TASKS);
    }

    TaskFiles task(TaskRef ref) {
        return new TaskFiles(tasks(ref.run()).resolve(encoded(ref.nodeId())));
    }

    /** The directories behind the run's {@code volumeClaimTemplates}; may outlive the run. */
    Path volumes(String run) {
        return base.resolve("volumes").resolve(encoded(run));
    }

    /** The same for a directory below {@link #runs}. */
    Path volumesOf(Path runDirectory) {
        return base.resolve("volumes").resolve(runDirectory.getFileName());
    }

    Path volume(String run, String claimTemplate) {
        return volumes(run).resolve(encoded(claimTemplate));
    }

    /** The directory behind a claim that belongs to no run; never deleted. */
    Path claim(String name) {
        return base.resolve("claims").resolve(encoded(name));
    }

    /** A file name that is one to one with the text, and the text itself when that is plain. */
    static String encoded(String text) {
        var name = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b == '-'
                    || b == '_'
                    || b == '.'
                    || (b >= '0' && b <= '9')
                    || (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z');
            if (plain && !(b == '.' && name.isEmpty())) {
                name.append((char) b);
            } else {
                name.append('%').append("%02X".formatted(b));
            }
        }
        return name.isEmpty() ? "%" : name.toString();
    }
}
