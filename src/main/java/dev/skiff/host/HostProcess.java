package dev.skiff.host;

import dev.skiff.host.TaskPlan.ProcessPlan;
import dev.skiff.pod.ExitCodes;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One container as a process group. What is known of it is in files, so that a skiff that was started later knows as much as the one
 * that started the process.
 *
 * <p>A small shell script is the group's leader. It claims the one execution there may be by making the file {@code pid}, runs the
 * command, writes its exit code, and ends what the command left behind. Two scripts may be started (a skiff died in between): one of them
 * gets the claim.
 */
final class HostProcess {
    static final String SHELL = "/bin/sh";
    private static final Pattern NUMBER_LINE = Pattern.compile("\\d{1,9}\n");

    /** With so few bytes left, a shell cannot write a line into a new file any more. */
    private static final long FULL = 8 << 10;

    private static final Duration FOR_GOOD = Duration.ofSeconds(5);
    private static final Duration GLANCE = Duration.ofMillis(50);

    /**
     * How the process ended.
     *
     * @param code null when nobody knows
     * @param message why, or empty
     */
    record Exit(@Nullable Integer code, String message, Instant at) {}

    private final Layout.ContainerFiles files;
    private final InstantSource clock;
    private final Optional<GroupLauncher> launcher;
    private final Set<ProcessHandle> descendants = new HashSet<>();
    private @Nullable Process own;

    /** @param launcher gives the process a group of its own; without one, descendants are looked for one by one */
    HostProcess(Layout.ContainerFiles files, InstantSource clock, Optional<GroupLauncher> launcher) {
        this.files = files;
        this.clock = clock;
        this.launcher = launcher;
    }

    /** Whether its one execution has begun; it may have ended since. */
    boolean hasBegun() throws IOException {
        return claimant().isPresent() || exitFile().isPresent();
    }

    /** Starts the process, or does nothing when it was started before. A command that is not there is an exit like another. */
    void start(ProcessPlan plan) throws IOException {
        if (hasBegun()) {
            return;
        }
        if (!Files.exists(files.started())) {
            Files.writeString(files.started(), clock.instant().toString());
        }
        Path program;
        try {
            var searchPath = plan.environment().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
            program = CommandLookup.find(plan.argv().getFirst(), searchPath, plan.workingDirectory());
        } catch (CommandLookup.NotFound e) {
            Files.writeString(files.message(), e.getMessage());
            Files.writeString(files.exit(), CommandLookup.NOT_FOUND + "\n");
            return;
        }
        Files.writeString(files.script(), script(plan, program));
        List<String> words = new ArrayList<>();
        launcher.ifPresent(l -> words.addAll(l.words()));
        words.addAll(List.of(SHELL, files.script().toString()));
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(plan.environment());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(files.shellErrors().toFile()));
        own = builder.start();
    }

    private String script(ProcessPlan plan, Path program) {
        var words = plan.argv().stream().skip(1).map(w -> " " + quoted(w)).collect(Collectors.joining());
        return """
                # Made by skiff. The exit code of the command is in the file "exit" once it has ended.
                cd %1$s || exit 1
                ( set -C; echo $$ > %2$s ) 2>/dev/null || exit 0
                stopped=
                trap 'stopped=1' HUP INT TERM QUIT
                cd %3$s || exit 1
                n=1
                while :; do
                if [ -n "$stopped" ]; then code=143; break; fi
                %4$s%5$s </dev/null >>%6$s 2>>%7$s
                code=$?
                if [ $code -eq 0 ] || [ -n "$stopped" ] || [ $n -ge %10$d ]; then break; fi
                n=$((n + 1))
                sleep %11$s
                done
                echo $code > %8$s%9$s
                exit $code
                """.formatted(
                        quoted(files.directory().toString()),
                        quoted(files.pid().toString()),
                        quoted(plan.workingDirectory().toString()),
                        quoted(program.toString()),
                        words,
                        quoted(files.stdout().toString()),
                        quoted(files.stderr().toString()),
                        quoted(files.exit().toString()),
                        launcher.isPresent() ? " && kill -s KILL -- -$$" : "",
                        plan.retry().executions(),
                        BigDecimal.valueOf(plan.retry().pause().toMillis(), 3).toPlainString());
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    Instant startedAt() throws IOException {
        return Instant.parse(Files.readString(files.started()));
    }

    /** Empty as long as it runs. */
    Optional<Exit> exit() throws IOException {
        var process = own;
        boolean gone = (process != null && isClaimant(process)) ? !process.isAlive() : !isAlive();
        // Asked after: the code is written before the process is gone.
        var code = exitFile();
        if (code.isPresent()) {
            return Optional.of(new Exit(code.getAsInt(), message(), endedAt()));
        }
        if (!gone) {
            return Optional.empty();
        }
        if (Files.exists(files.killed())) {
            return Optional.of(new Exit(ExitCodes.KILLED, "", clock.instant()));
        }
        int signalled = process != null && isClaimant(process) ? process.exitValue() : 0;
        return Optional.of(
                signalled > 128
                        ? new Exit(signalled, "", clock.instant())
                        : new Exit(null, "its process has left no exit code" + shellError(), clock.instant()));
    }

    private String shellError() throws IOException {
        var said = Files.exists(files.shellErrors())
                ? Files.readString(files.shellErrors()).strip()
                : "";
        if (!said.isEmpty()) {
            return ": " + said.substring(said.lastIndexOf('\n') + 1);
        }
        return Files.getFileStore(files.directory()).getUsableSpace() < FULL
                ? ": the disk that holds " + files.directory() + " is full"
                : " (its whole process group was killed, or this machine was restarted)";
    }

    /** The script says that it ended, its exit file may be a moment older than the clock's instant of its start. */
    private Instant endedAt() throws IOException {
        var written = Files.getLastModifiedTime(files.exit()).toInstant();
        var started = startedAt();
        return written.isBefore(started) ? started : written;
    }

    private String message() throws IOException {
        return Files.exists(files.message()) ? Files.readString(files.message()) : "";
    }

    private OptionalInt exitFile() throws IOException {
        var text = complete(files.exit());
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private OptionalLong claimant() throws IOException {
        var text = complete(files.pid());
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    /** The number in the file; empty when there is none, or not all of it yet. */
    private static String complete(Path file) throws IOException {
        try {
            var text = Files.readString(file);
            return NUMBER_LINE.matcher(text).matches() ? text.strip() : "";
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Whether our child is the one execution; as long as nobody is, it may become it. */
    private boolean isClaimant(Process process) throws IOException {
        var pid = claimant();
        return pid.isEmpty() || pid.getAsLong() == process.pid();
    }

    /** Whether the script has come to its last line, where it ends the group with itself. */
    boolean endsItsGroup() throws IOException {
        return launcher.isPresent() && exitFile().isPresent();
    }

    boolean isAlive() throws IOException {
        return leader().isPresent();
    }

    /** The script's process, if it is still that one: the number may belong to another by now. */
    private Optional<ProcessHandle> leader() throws IOException {
        var pid = claimant();
        var process = own;
        if (process != null && (pid.isEmpty() || pid.getAsLong() == process.pid())) {
            return process.isAlive() ? Optional.of(process.toHandle()) : Optional.empty();
        }
        if (pid.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.of(pid.getAsLong())
                .filter(p -> p.info()
                        .commandLine()
                        .orElse("")
                        .contains(files.script().toString()));
    }

    /** Waits until the process may have ended, at most this long. */
    void pause(Duration atMost) throws InterruptedException, IOException {
        var process = own;
        if (process != null && isClaimant(process) && process.isAlive()) {
            process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            Thread.sleep(atMost);
        }
        if (launcher.isEmpty()) {
            rememberDescendants();
        }
    }

    private void rememberDescendants() throws IOException {
        leader().ifPresent(l -> l.descendants().forEach(descendants::add));
    }

    /** Asks the command and all its descendants to end. */
    void terminate() throws IOException, InterruptedException {
        rememberDescendants();
        var process = own;
        if (process != null && claimant().isEmpty()) {
            // The script has only just begun and may not lead a group yet.
            process.destroy();
        }
        if (launcher.isPresent()) {
            signalGroup("TERM");
        } else {
            descendants.forEach(ProcessHandle::destroy);
        }
    }

    /** Ends everything there is of the process, at once; nothing when it has ended. */
    void kill() throws IOException, InterruptedException {
        rememberDescendants();
        if (leader().isPresent() && exitFile().isEmpty()) {
            Files.writeString(files.killed(), "");
        }
        signalGroup("KILL");
        leader().ifPresent(ProcessHandle::destroyForcibly);
        endDescendants();
    }

    /** Ends everything there is of the process and waits for that; a script that has not begun yet never will. */
    void endForGood() throws IOException, InterruptedException {
        if (exitFile().isPresent() && !isAlive()) {
            return;
        }
        var end = clock.instant().plus(FOR_GOOD);
        if (!claims()) {
            while (claimant().isEmpty() && clock.instant().isBefore(end)) {
                Thread.sleep(GLANCE);
            }
        }
        kill();
        while (isAlive() && clock.instant().isBefore(end)) {
            Thread.sleep(GLANCE);
        }
    }

    /** Takes the one execution away from the script; false when the script was faster and is about to write its process id. */
    private boolean claims() throws IOException {
        try {
            Files.createFile(files.pid());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** After the end: ends those descendants that are known and still there. */
    void endDescendants() {
        descendants.forEach(ProcessHandle::destroyForcibly);
        descendants.clear();
    }

    private void signalGroup(String signal) throws IOException, InterruptedException {
        var process = own;
        long pid = claimant().orElse(process == null ? 0 : process.pid());
        boolean numberIsReused = leader().isEmpty() && ProcessHandle.of(pid).isPresent();
        if (launcher.isEmpty() || numberIsReused || pid <= 1) {
            return;
        }
        new ProcessBuilder(SHELL, "-c", "kill -s \"$1\" -- \"-$2\"", "sh", signal, Long.toString(pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
