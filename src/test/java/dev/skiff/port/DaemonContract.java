package dev.skiff.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState.Running;
import dev.skiff.engine.TaskState.Verdict;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What every executor that runs real programs does with daemons and with probes (DAEMON-01, DAEMON-02). */
public abstract class DaemonContract extends ContainerSetContract {

    private static ProbeBuilder often() {
        return new ProbeBuilder().withPeriodSeconds(1).withTimeoutSeconds(5);
    }

    private static Probe isThere(String file) {
        return often().withFailureThreshold(1)
                .withNewExec()
                .withCommand("test", "-e", file)
                .endExec()
                .build();
    }

    /** Answers {@code 200} to everything at the port. */
    private static String server(int port) {
        return "mkdir -p www; echo hi > www/index.html;"
                + " if command -v python3 >/dev/null; then cd www && exec python3 -m http.server " + port
                + "; else exec httpd -f -p " + port + " -h www; fi";
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Running> running(String nodeId) {
        return heard.states(nodeId).stream()
                .filter(Running.class::isInstance)
                .map(Running.class::cast)
                .toList();
    }

    private void awaitReady(String nodeId) {
        Await.until(
                nodeId + " is ready",
                () -> running(nodeId).stream().anyMatch(Running::ready),
                () -> heard.states(nodeId));
    }

    private void start(String nodeId, String text, UnaryOperator<ContainerBuilder> probes) {
        executor()
                .start(task(nodeId)
                        .sh(text)
                        .daemon()
                        .volume(SCRATCH)
                        .mount("shared", "/work")
                        .container(probes)
                        .build());
    }

    @Test
    void aDaemonWithoutProbesIsReadyAsSoonAsItRunsAndHasAnAddress() {
        start("d", "sleep 600", c -> c);
        awaitReady("d");

        assertThat(running("d")).hasSize(1);
        assertThat(running("d").getFirst().ip()).isNotEmpty();
        executor().stop(ref("d"), StopReason.SHUTDOWN);
        assertThat(heard.ended("d").exitCode()).isIn(137, 143);
    }

    @Test
    void aDaemonIsReadyWhenItsReadinessProbeHasPassed() {
        start(
                "d",
                "echo up; while [ ! -e /work/go ]; do sleep 0.1; done; touch /work/ready; sleep 600",
                c -> c.withReadinessProbe(isThere("/work/ready")));
        heard.saw("d", "up");
        heard.running("d");
        assertThat(running("d")).noneMatch(Running::ready);

        runToEnd(task("go").sh("touch /work/go").mount("shared", "/work").build());
        awaitReady("d");

        assertThat(running("d")).extracting(Running::ready).containsExactly(false, true);
        assertThat(running("d").getFirst().startedAt())
                .isEqualTo(running("d").getLast().startedAt());
    }

    @Test
    void aDaemonThatAnswersOverHttpIsReadyAndOtherTasksReachItByItsAddress() {
        int port = freePort();
        start(
                "d",
                "sleep 1; " + server(port),
                c -> c.addNewPort()
                        .withName("web")
                        .withContainerPort(port)
                        .endPort()
                        .withReadinessProbe(often().withNewHttpGet()
                                .withNewPort("web")
                                .withPath("index.html")
                                .endHttpGet()
                                .build()));
        awaitReady("d");
        assertThat(running("d").getFirst().ready()).isFalse();

        String url = "http://" + running("d").getLast().ip() + ":" + port + "/index.html";
        var end = runToEnd(task("client")
                .sh("if command -v curl >/dev/null; then curl -s " + url + "; else wget -q -O - " + url + "; fi")
                .build());

        assertThat(end.verdict()).as(heard.stderr("client")).isEqualTo(Verdict.SUCCEEDED);
        assertThat(heard.stdout("client")).isEqualTo("hi\n");
    }

    @Test
    void aDaemonIsReadyWhenAConnectionCanBeMade() {
        int port = freePort();
        start(
                "d",
                server(port),
                c -> c.withReadinessProbe(often().withNewTcpSocket()
                        .withNewPort(port)
                        .endTcpSocket()
                        .build()));

        awaitReady("d");
    }

    @Test
    void theStartupProbeComesBeforeTheOthers() {
        start(
                "d",
                "touch /work/ready; sleep 600",
                c -> c.withReadinessProbe(isThere("/work/ready"))
                        .withStartupProbe(new ProbeBuilder(isThere("/work/started"))
                                .withFailureThreshold(600)
                                .build()));
        heard.running("d");
        runToEnd(task("see")
                .sh("while [ ! -e /work/ready ]; do sleep 0.1; done; sleep 1")
                .mount("shared", "/work")
                .build());
        assertThat(running("d")).noneMatch(Running::ready);

        runToEnd(task("go").sh("touch /work/started").mount("shared", "/work").build());

        awaitReady("d");
    }

    @Test
    void aContainerWhoseLivenessProbeFailsIsEnded() {
        var end = runToEnd(task("a")
                .sh("sleep 600")
                .container(c -> c.withLivenessProbe(isThere("/no/such/file")))
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.exitCode()).isIn(137, 143);
    }

    @Test
    void theReadinessOfATaskThatIsNoDaemonIsNotAsked() {
        var end = runToEnd(task("a")
                .container(
                        c -> c.withReadinessProbe(often().withNewGrpc(80, "x").build()))
                .build());

        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(running("a")).allMatch(Running::ready);
    }

    @Test
    protected void aGrpcProbeOfADaemonIsAnErrorThatSaysWhatToUse() {
        var end = runToEnd(task("a")
                .daemon()
                .container(
                        c -> c.withReadinessProbe(often().withNewGrpc(80, "x").build()))
                .build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message())
                .isEqualTo(
                        "container main, readinessProbe: grpc probes are not supported; use exec, httpGet or tcpSocket");
    }

    @Test
    void aDaemonIsReadyAgainWhenItIsAdopted() {
        var daemon = task("d")
                .sh("touch /work/ready; sleep 600")
                .daemon()
                .mount("shared", "/work")
                .container(c -> c.withReadinessProbe(isThere("/work/ready")))
                .build();
        executor().start(daemon);
        awaitReady("d");

        reopen(Limits.USUAL);
        executor().recover(context(), List.of(daemon));

        awaitReady("d");
    }

    @Test
    void aDaemonThatEndsByItselfIsObservedEnded() {
        var end = runToEnd(task("a").daemon().build());

        assertThat(end.verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.exitCode()).isZero();
    }
}
