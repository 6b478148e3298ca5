package dev.skiff.agent;

import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Kind;
import dev.skiff.handover.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * The command {@code skiff-agent}, and {@code skiff agent}:
 *
 * <pre>
 *   skiff-agent -- COMMAND ARG…   runs the command by the plan in the environment
 *   skiff-agent copy DIR          puts itself at DIR/bin/skiff-agent
 *   skiff-agent stage             only puts the input artifacts of the plan in place; copy DIR stage: both
 *   skiff-agent --version
 * </pre>
 */
public final class Agent {
    private static final String USAGE =
            "usage: skiff-agent -- COMMAND ARG…, skiff-agent copy DIR [stage], skiff-agent stage, or skiff-agent --version";

    private Agent() {}

    public static void main(String... args) {
        // nothing that runs on must keep the container
        Runtime.getRuntime().halt(run(args, System.getenv()));
    }

    /** @return the exit code */
    public static int run(String[] args, Map<String, String> environment) {
        String first = args.length == 0 ? "" : args[0];
        return switch (first) {
            case "--" ->
                args.length < 2 ? usage() : planned(environment, List.of(args).subList(1, args.length));
            case "copy" -> copyAnd(args, environment);
            case "stage" -> args.length == 1 ? planned(environment, List.of()) : usage();
            case "--version" -> args.length == 1 ? version() : usage();
            default -> usage();
        };
    }

    private static int usage() {
        Say.line(USAGE);
        return Codes.USAGE;
    }

    private static int version() {
        System.out.println("skiff-agent, plan and report of version " + AgentPlan.VERSION);
        return 0;
    }

    private static int copyAnd(String[] args, Map<String, String> environment) {
        boolean stages = args.length == 3 && args[2].equals("stage");
        if (args.length != 2 && !stages) {
            return usage();
        }
        int copied = copy(args[1]);
        return copied == 0 && stages ? planned(environment, List.of()) : copied;
    }

    /** @param command empty when the plan's inputs are all that is wanted */
    private static int planned(Map<String, String> environment, List<String> command) {
        String text = environment.get(AgentPlan.VARIABLE);
        AgentPlan plan;
        try {
            if (text == null) {
                throw new MalformedException("there is no plan in " + AgentPlan.VARIABLE);
            }
            plan = AgentPlan.decode(text);
        } catch (MalformedException e) {
            return refuse(Kind.PLAN, String.valueOf(e.getMessage()));
        }
        try {
            Attempt attempt = new Attempt(plan, environment, command);
            return command.isEmpty() ? attempt.stage() : attempt.run();
        } catch (InvalidPathException e) {
            return refuse(Kind.PLAN, "the plan has a path that is none: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Codes.TERMINATED;
        }
    }

    /** Without a plan nobody says where the termination message is: it is at the usual place, if there is one. */
    private static int refuse(Kind kind, String why) {
        Say.line(why);
        Path usual = Path.of(AgentPlan.Reporting.INLINE.terminationLog());
        if (Files.isWritable(usual)) {
            try {
                Files.writeString(usual, AgentReport.failed(kind, why).encode());
            } catch (IOException e) {
                Say.line(Words.of(e));
            }
        }
        return Codes.NOT_PREPARED;
    }

    private static int copy(String directory) {
        if (!Linux.isNative()) {
            Say.line("only the native executable can copy itself");
            return Codes.NOT_PREPARED;
        }
        try {
            Path bin = Files.createDirectories(Path.of(directory, "bin"));
            Path fresh = Files.createTempFile(bin, ".skiff-agent-", "");
            Files.copy(Path.of("/proc/self/exe"), fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, bin.resolve("skiff-agent"), StandardCopyOption.ATOMIC_MOVE);
            return 0;
        } catch (IOException e) {
            Say.line("cannot copy itself to " + directory + ": " + Words.of(e));
            return Codes.NOT_PREPARED;
        }
    }
}
