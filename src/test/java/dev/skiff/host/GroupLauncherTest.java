package dev.skiff.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.port.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps start and end alike, whatever this machine has for making process groups. */
final class GroupLauncherTest {
    private enum Machine {
        WITH_SETSID(List.of(GroupLauncher.SETSID)),
        WITH_PERL(List.of(GroupLauncher.PERL)),
        WITH_NEITHER(List.of());

        private final List<GroupLauncher> launchers;

        Machine(List<GroupLauncher> launchers) {
            this.launchers = launchers;
        }
    }

    @TempDir
    Path directory;

    private HostFixture on(Machine machine) {
        assumeTrue(
                machine == Machine.WITH_NEITHER
                        || GroupLauncher.find(machine.launchers, System.getenv("PATH"))
                                .isPresent(),
                "this machine has no " + machine);
        return new HostFixture(
                HostOptions.in(directory).withGrace(Duration.ofSeconds(5)).withGroupLaunchers(machine.launchers));
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void theExitCodeAndBothStreamsArrive(Machine machine) {
        try (var host = on(machine)) {
            var end = host.runToEnd(
                    HostFixture.task("a").sh("echo o; echo e >&2; exit 3").build());

            assertThat(end.exitCode()).isEqualTo(3);
            assertThat(host.heard.stdout("a")).isEqualTo("o\n");
            assertThat(host.heard.stderr("a")).isEqualTo("e\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void theDeathOfTheCommandBySignalIsItsExitCode(Machine machine) {
        try (var host = on(machine)) {
            assertThat(host.runToEnd(HostFixture.task("a").sh("kill -9 $$$$").build())
                            .exitCode())
                    .isEqualTo(137);
            assertThat(host.runToEnd(HostFixture.task("b").sh("kill -SEGV $$$$").build())
                            .exitCode())
                    .isEqualTo(139);
        }
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void allDescendantsOfAStoppedTaskEnd(Machine machine) {
        try (var host = on(machine)) {
            host.executor.start(HostFixture.task("a")
                    .sh("sh -c 'sleep 601 & echo $$! > pids; sleep 602 & echo $$! >> pids; cat pids; echo ready; wait'")
                    .build());
            host.heard.saw("a", "ready");
            var sleeping =
                    host.heard.stdout("a").lines().limit(2).map(Long::parseLong).toList();
            assertThat(sleeping).hasSize(2).allMatch(GroupLauncherTest::isAlive);

            host.executor.stop(HostFixture.ref("a"), StopReason.SHUTDOWN);

            assertThat(host.heard.ended("a").exitCode()).isEqualTo(143);
            Await.until(
                    "no descendant is alive",
                    () -> sleeping.stream().noneMatch(GroupLauncherTest::isAlive),
                    () -> sleeping);
        }
    }

    private static boolean isAlive(long pid) {
        // A process that has ended but was not waited for has no command line any more.
        return ProcessHandle.of(pid)
                .flatMap(p -> p.info().commandLine())
                .filter(line -> line.contains("sleep 60"))
                .isPresent();
    }
}
