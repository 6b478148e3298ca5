package dev.skiff.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentPlan.Membership;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Failure;
import dev.skiff.handover.AgentReport.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the agent runs a command: as if it were not there. */
class AgentCommandTest extends AgentFixture {

    @Test
    void theCommandHasTheContainersStreamsEnvironmentAndDirectory() throws Exception {
        environment.put("GREETING", "grüß dich");
        environment.put("SKIFF_AGENT_SECRET_0", "hidden");

        Ended ended =
                run(plan(), "sh", "-c", "echo \"$GREETING $1\"; env; pwd; echo oops >&2; exit 3", "sh", "a  \"b\"");

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.stdout())
                .startsWith("grüß dich a  \"b\"\n")
                .doesNotContain("SKIFF_AGENT")
                .doesNotContain("hidden")
                .endsWith(Path.of("").toAbsolutePath() + "\n");
        assertThat(ended.stderr()).isEqualTo("oops\n");
        assertThat(ended.terminationMessage()).isEqualTo("{\"skiff\":1,\"exitCode\":3}");
    }

    @Test
    void theSignalThatEndsACommandIsInItsExitCode() throws Exception {
        assertThat(run(plan(), "sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
    }

    @Test
    void whatACommandWritesAsTerminationMessageIsReplaced() throws Exception {
        Ended ended = run(plan(), "sh", "-c", "echo mine > " + terminationLog());

        assertThat(ended.report()).isEqualTo(AgentReport.ended(0));
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-program, 127, COMMAND_NOT_FOUND, executable file not found in $PATH",
        "/no/such/program, 127, COMMAND_NOT_FOUND, stat /no/such/program: no such file or directory",
        "/etc/passwd, 126, COMMAND_NOT_EXECUTABLE, permission denied",
        "/etc, 126, COMMAND_NOT_EXECUTABLE, is a directory",
    })
    void aCommandThatCannotBeStartedIsNamed(String command, int exitCode, Kind kind, String why) throws Exception {
        Ended ended = run(plan(), command, "argument");

        String sentence = "exec: \"" + command + "\": " + why;
        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.stderr()).isEqualTo("skiff-agent: " + sentence + "\n");
        assertThat(ended.report().failure()).isEqualTo(new Failure(kind, sentence));
    }

    @Test
    void aProgramOfAnotherKindOfMachineIsNotExecutable() throws Exception {
        Path program = directory.resolve("program");
        Files.write(program, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        Ended ended = run(plan(), program.toString());

        // the JDK hands what the kernel does not know to a shell, as shells do, and that cannot read it either
        assertThat(ended.exitCode()).isIn(2, 126, 127);
        assertThat(ended.terminationMessage()).isNotEmpty();
    }

    @Test
    void aSignalIsTheCommands() throws Exception {
        Process agent = start(
                plan().encode(),
                "sh",
                "-c",
                "trap 'echo bye; exit 9' TERM; touch " + in("ready") + "; while :; do sleep 0.05; done");
        awaitFile(directory.resolve("ready"));

        agent.destroy();
        Ended ended = await(agent);

        assertThat(ended.exitCode()).isEqualTo(9);
        assertThat(ended.stdout()).isEqualTo("bye\n");
        assertThat(ended.report()).isEqualTo(AgentReport.ended(9));
    }

    @Test
    void aSignalBeforeTheCommandEndsTheAgent() throws Exception {
        Process agent = start(
                plan().withArtifacts(List.of(at("slow", "/silent").build()), List.of(), null)
                        .encode(),
                "true");
        site.silent.await();

        agent.destroy();
        Ended ended = await(agent);
        // it was halted in the middle of things: nobody has tidied up
        try (var left = Files.list(directory)) {
            for (Path one : left.filter(f -> f.getFileName().toString().startsWith(".skiff-agent-"))
                    .toList()) {
                dev.skiff.port.LocalTree.delete(one);
            }
        }

        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(ended.report().failure())
                .isEqualTo(new Failure(Kind.STOPPED, "ended before the command was started"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[1]", "{\"version\":99}", "{\"version\":1,\"container\":\"main\"}"})
    void aPlanThatIsNoneIsRefused(String plan) {
        String[] arguments = {"--", "sh", "-c", "touch " + in("ran")};

        assertThat(Agent.run(arguments, Map.of(AgentPlan.VARIABLE, plan))).isEqualTo(65);
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void aRefusedPlanIsToldInOneLine() throws Exception {
        Ended ended = run("{\"version\":99}", "sh", "-c", "echo ran");

        assertThat(ended.exitCode()).isEqualTo(65);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.stderr())
                .isEqualTo(
                        "skiff-agent: the plan is of version 99, this agent knows version 1: the images of controller"
                                + " and agent have to be the same\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "--", "copy", "--version extra"})
    void argumentsThatMakeNoSenseAreExplained(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");

        assertThat(Agent.run(arguments, Map.of())).isEqualTo(2);
    }

    @Test
    void aMemberWaitsForThoseThatItDependsOn() throws Exception {
        Membership member = new Membership(in("set"), "b", List.of("a"), 1, 0);
        Process agent = start(plan().withSet(member).encode(), "sh", "-c", "test -e " + in("a-was-there"));
        Files.createFile(directory.resolve("a-was-there"));

        new Members(new Membership(in("set"), "a", List.of(), 1, 0)).ended(0);

        assertThat(await(agent).exitCode()).isZero();
        assertThat(directory.resolve("set/b.exitcode")).hasContent("0");
    }

    /** RES-10 */
    @Test
    void aMemberWhoseDependencyFailedDoesNotRun() throws Exception {
        new Members(new Membership(in("set"), "a", List.of(), 1, 0)).ended(7);
        Membership member = new Membership(in("set"), "b", List.of("a"), 1, 0);

        Ended ended = run(plan().withSet(member), "sh", "-c", "echo ran");

        assertThat(ended.exitCode()).isEqualTo(64);
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.report().failure())
                .isEqualTo(new Failure(Kind.DEPENDENCY, "dependency \"a\" exited with non-zero code: 7"));
        assertThat(directory.resolve("set/b.exitcode")).hasContent("64");
    }

    /** RETRY-20 */
    @Test
    void aMembersCommandIsExecutedUntilItSucceeds() throws Exception {
        AgentPlan plan = plan().withSet(new Membership(in("set"), "b", List.of(), 3, 10));

        Ended second = run(plan, "sh", "-c", "echo x >> " + in("runs") + "; test $(wc -l < " + in("runs") + ") = 2");

        assertThat(second.exitCode()).isZero();
        assertThat(directory.resolve("runs")).hasContent("x\nx\n");
        Files.delete(directory.resolve("runs"));
        assertThat(run(plan, "sh", "-c", "echo x >> " + in("runs") + "; exit 5").exitCode())
                .isEqualTo(5);
        assertThat(directory.resolve("runs")).hasContent("x\nx\nx\n");
    }

    private static void awaitFile(Path file) throws InterruptedException {
        for (int i = 0; i < 1_200 && !Files.exists(file); i++) {
            Thread.sleep(50);
        }
        assertThat(file).exists();
    }
}
