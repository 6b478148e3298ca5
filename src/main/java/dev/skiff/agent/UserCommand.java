package dev.skiff.agent;

import dev.skiff.handover.AgentPlan;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The user's command as a child: with the container's streams, environment and working directory, as if it were the container's first
 * process, but without the agent's own variables.
 */
final class UserCommand {
    private final List<String> words;
    private final Map<String, String> environment;
    private final Signals signals;
    private final List<OutputStream> fromStdout;
    private final List<OutputStream> fromStderr;

    /**
     * @param environment the container's
     * @param fromStdout who gets a copy of standard output; none of them throws
     */
    UserCommand(
            List<String> words,
            Map<String, String> environment,
            Signals signals,
            List<OutputStream> fromStdout,
            List<OutputStream> fromStderr) {
        this.words = List.copyOf(words);
        this.environment = environment;
        this.signals = signals;
        this.fromStdout = List.copyOf(fromStdout);
        this.fromStderr = List.copyOf(fromStderr);
    }

    /** @return its exit code; 128 + n when signal n has ended it */
    int run() throws AgentFailure, InterruptedException {
        String program = words.getFirst();
        Program.check(program, environment.getOrDefault("PATH", ""));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> name.startsWith(AgentPlan.PREFIX));
        builder.redirectInput(Redirect.INHERIT);
        // a stream that nobody wants a copy of goes its way without us
        builder.redirectOutput(fromStdout.isEmpty() ? Redirect.INHERIT : Redirect.PIPE);
        builder.redirectError(fromStderr.isEmpty() ? Redirect.INHERIT : Redirect.PIPE);
        Process process;
        try {
            process = signals.start(builder::start);
        } catch (IOException e) {
            throw Program.notExecutable(program, reason(e));
        }
        List<Tee> tees = new ArrayList<>();
        if (!fromStdout.isEmpty()) {
            tees.add(Tee.start(process.getInputStream(), FileDescriptor.out, fromStdout));
        }
        if (!fromStderr.isEmpty()) {
            tees.add(Tee.start(process.getErrorStream(), FileDescriptor.err, fromStderr));
        }
        int exitCode = process.waitFor();
        signals.ended();
        for (Tee tee : tees) {
            tee.finish();
        }
        return exitCode;
    }

    /** {@code Cannot run program "x": Exec failed, error: 8 (Exec format error)} → the last of it. */
    private String reason(IOException e) {
        String message = e.getMessage() == null ? "it cannot be started" : e.getMessage();
        int end = message.lastIndexOf("error");
        return end < 0 ? message : message.substring(end).strip();
    }
}
