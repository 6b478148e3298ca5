package dev.skiff.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentPlan.Parameter;
import dev.skiff.handover.AgentPlan.Reporting;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.AgentReport.Saving;
import dev.skiff.it.TestImages;
import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.model.ZipStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native agent where it belongs: the first process of a container with a read-only root, as a user of no account. */
class AgentInContainerIT {
    private static final Path AGENT = Path.of("target/skiff-agent");
    private static final String IMAGE = TestImages.busybox();

    @TempDir
    Path out;

    @BeforeEach
    void anAgentHasBeenBuilt() throws IOException {
        assumeTrue(Files.isExecutable(AGENT), "needs " + AGENT + ": make agent");
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private record Ended(int exitCode, String text) {}

    /** Of the container that was started last, and what it says. */
    private String name = "";

    private Path said = Path.of("");

    private static AgentPlan plan() {
        return AgentPlan.of("main", new Reporting("/out/message", 3500, "", "", 600));
    }

    private Process start(AgentPlan plan, String... arguments) throws IOException {
        name = "skiff-test-agent-" + UUID.randomUUID();
        said = out.resolve(name);
        List<String> words = new ArrayList<>(List.of(
                "docker",
                "run",
                "--rm",
                "--name=" + name,
                "--network=host",
                "--read-only",
                "--user=4711:4711",
                "--cap-drop=ALL",
                "--label=skiff-test=agent",
                "--volume=" + AGENT.toAbsolutePath() + ":/skiff/bin/skiff-agent:ro",
                "--volume=" + out + ":/out",
                "--env=TMPDIR=/out",
                "--env=" + AgentPlan.VARIABLE + "=" + plan.encode(),
                "--entrypoint=/skiff/bin/skiff-agent",
                IMAGE));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    private Ended await(Process process) throws Exception {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            docker("rm", "--force", name);
            throw new AssertionError("the container did not end: " + Files.readString(said));
        }
        return new Ended(process.exitValue(), Files.readString(said));
    }

    private Ended run(AgentPlan plan, String... arguments) throws Exception {
        return await(start(plan, arguments));
    }

    private AgentReport report() throws Exception {
        return AgentReport.decode(Files.readString(out.resolve("message"))).orElseThrow();
    }

    @Test
    void theExecutableIsSmallAndNeedsNothing() throws Exception {
        assertThat(Files.size(AGENT)).isLessThanOrEqualTo(28 << 20);
        assertThat(run(plan(), "--version")).isEqualTo(new Ended(0, "skiff-agent, plan and report of version 1\n"));
    }

    @Test
    void aCommandRunsAsIfItWereTheFirstProcess() throws Exception {
        AgentPlan plan = plan().withParameters(List.of(new Parameter("größe", "/out/größe")));

        Ended ended = run(plan, "--", "sh", "-c", "echo \"$1\" | tee /out/größe; id -u; env; exit 3", "sh", "日本 \"x\"");

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.text()).startsWith("日本 \"x\"\n4711\n").doesNotContain("SKIFF_AGENT");
        assertThat(report().exitCode()).isEqualTo(3);
        assertThat(report().parameters()).containsExactly(Map.entry("größe", new OutputFile.Found("日本 \"x\"\n")));
    }

    @Test
    void whatCannotBeStartedIsNamed() throws Exception {
        assertThat(run(plan(), "--", "nothing").exitCode()).isEqualTo(127);
        assertThat(report().failure().message()).isEqualTo("exec: \"nothing\": executable file not found in $PATH");
    }

    /** Every signal by its own number, unlike on a JVM. */
    @Test
    void signalsAreForwarded() throws Exception {
        for (String signal : List.of("TERM", "INT", "HUP", "USR1", "QUIT")) {
            Files.deleteIfExists(out.resolve("ready"));
            Process agent = start(
                    plan(),
                    "--",
                    "sh",
                    "-c",
                    "trap 'echo got " + signal + "; exit 9' " + signal
                            + "; hostname > /out/ready; while :; do sleep 0.05; done");
            for (int i = 0; i < 600 && !Files.exists(out.resolve("ready")); i++) {
                Thread.sleep(50);
            }
            docker("kill", "--signal=" + signal, name);
            assertThat(await(agent)).as(signal).isEqualTo(new Ended(9, "got " + signal + "\n"));
        }
    }

    private static void docker(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void orphansDoNotStayAsZombies() throws Exception {
        Ended ended = run(
                plan(),
                "--",
                "sh",
                "-c",
                "for i in 1 2 3; do (sh -c 'sleep 0.1' &); done; sleep 1; cat /proc/[0-9]*/stat | grep -c ') Z '");

        assertThat(ended.text()).isEqualTo("0\n");
    }

    @Test
    void itCopiesItself() throws Exception {
        assertThat(run(plan(), "copy", "/out/there")).isEqualTo(new Ended(0, ""));
        assertThat(out.resolve("there/bin/skiff-agent")).hasSameBinaryContentAs(AGENT);
        assertThat(run(plan(), "--", "/out/there/bin/skiff-agent", "--version").exitCode())
                .isZero();
    }

    @Test
    void artifactsGoInAndOut() throws Exception {
        try (Site site = new Site()) {
            site.has("/in", "payload");
            Artifact in = artifact("in", site, "/in").build();
            List<Artifact> outputs = List.of(
                    artifact("tar", site, "/tar").build(),
                    artifact("zip", site, "/zip")
                            .archive(new ArchiveStrategy(null, null, new ZipStrategy()))
                            .build());
            Artifact logs = Artifact.builder()
                    .name("main-logs")
                    .http(new HTTPArtifact(null, List.of(), null, site.url("/log")))
                    .build();

            Ended ended = run(
                    plan().withArtifacts(List.of(in), outputs, logs),
                    "--",
                    "sh",
                    "-c",
                    "mkdir /out/tar /out/zip; cp /out/in /out/tar/a; cp /out/in /out/zip/b; echo done");

            assertThat(ended).isEqualTo(new Ended(0, "done\n"));
            assertThat(report().artifacts().values())
                    .allMatch(Saving.Saved.class::isInstance)
                    .hasSize(3);
            assertThat(site.got("/log")).asString().isEqualTo("done\n");

            List<Artifact> back = List.of(
                    artifact("back-tar", site, "/tar").build(),
                    artifact("back-zip", site, "/zip")
                            .archive(new ArchiveStrategy(null, null, new ZipStrategy()))
                            .build());
            Ended again =
                    run(plan().withArtifacts(back, List.of(), null), "--", "cat", "/out/back-tar/a", "/out/back-zip/b");
            assertThat(again).isEqualTo(new Ended(0, "payloadpayload"));
        }
    }

    private static dev.skiff.model.ArtifactBuilder artifact(String name, Site site, String path) {
        return Artifact.builder()
                .name(name)
                .path("/out/" + name)
                .http(new HTTPArtifact(null, List.of(), null, site.url(path)));
    }
}
