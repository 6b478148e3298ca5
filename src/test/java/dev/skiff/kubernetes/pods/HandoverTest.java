package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentReport;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.kubernetes.pods.Handover.HandoverAnswer;
import dev.skiff.model.WorkflowSpec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent posts a report that is too large for a termination message. */
class HandoverTest extends PodExecutorFixture {
    private static final AgentReport REPORT =
            new AgentReport(0, Map.of("value", new OutputFile.Found("a large text")), null, Map.of(), null, false);

    private String token = "";

    @BeforeEach
    void startAStepThatHandsOver() throws Exception {
        open(
                settings().withHandoverUrl("http://controller/handover"),
                WorkflowSpec.builder().build());
        executor().start(task("a").output("value", "/tmp/value").build());
        awaitPod("a");
        for (var variable :
                api.at(pod("a")).path("spec").path("containers").path(0).path("env")) {
            if (variable.path("name").asText().equals(AgentPlan.VARIABLE)) {
                AgentPlan plan =
                        AgentPlan.decode(variable.path("value").asText().replace("$$", "$"));
                token = plan.report().token();
                assertThat(plan.report().url()).isEqualTo("http://controller/handover/here/wf-a");
            }
        }
        assertThat(token).hasSizeGreaterThan(20);
    }

    private HandoverAnswer post(String pod, String with, String body) {
        return new Handover(api)
                .handover(NAMESPACE, pod, with, body.getBytes(StandardCharsets.UTF_8))
                .join();
    }

    @Test
    void aReportIsKeptWithThePodAndReadWhenThePodHasEnded() {
        assertThat(post("wf-a", token, REPORT.encode()).status()).isEqualTo(200);
        api.change(pod("a"), pod -> {
            pod.withObject("/status").put("phase", "Succeeded");
            container(pod, "main", "terminated")
                    .put("exitCode", 0)
                    .put("startedAt", FakeKubelet.STARTED)
                    .put("message", AgentReport.elsewhere(0).encode());
        });

        var end = heard.ended("a");
        assertThat(end.verdict()).as(end.message()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(end.results().files()).containsEntry("value", new OutputFile.Found("a large text"));
    }

    @Test
    void aReportThatIsSaidToBePostedAndIsNotThereIsAnError() {
        api.change(pod("a"), pod -> {
            pod.withObject("/status").put("phase", "Failed");
            container(pod, "main", "terminated")
                    .put("exitCode", 64)
                    .put("reason", "Error")
                    .put("startedAt", FakeKubelet.STARTED)
                    .put("message", AgentReport.elsewhere(0).encode());
        });

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("not to be found");
    }

    @Test
    void anotherProcessTakesItToo() {
        executor().close();

        assertThat(post("wf-a", token, REPORT.encode()).status()).isEqualTo(200);
    }

    @Test
    void strangersAreTurnedAway() {
        assertThat(post("wf-a", "guessed", REPORT.encode()).status()).isEqualTo(401);
        assertThat(post("wf-a", "", REPORT.encode()).status()).isEqualTo(401);
        assertThat(post("wf-none", token, REPORT.encode()).status()).isEqualTo(404);
        assertThat(writes()).noneMatch(w -> w.startsWith("PATCH"));
    }

    @Test
    void whatIsNoReportIsRefusedBeforeAnythingIsAsked() {
        assertThat(post("wf-a", token, "hello").status()).isEqualTo(400);
        assertThat(post("wf-a", token, "{\"skiff\":99}").status()).isEqualTo(400);
        assertThat(post("wf-a", token, "skiff1:damaged").status()).isEqualTo(400);
    }

    @Test
    void whatIsTooLargeIsRefusedWithBothSizes() {
        var answer = post("wf-a", token, "x".repeat(Handover.LIMIT + 1));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.message()).contains("245761", "245760");
    }

    @Test
    void aServerThatIsAwayMakesTheAgentTryAgain() {
        api.refuse(1, FakeKubeApi.of("PATCH", "wf-a"), 500, "InternalError", "away");

        assertThat(post("wf-a", token, REPORT.encode()).status()).isEqualTo(503);
        assertThat(post("wf-a", token, REPORT.encode()).status()).isEqualTo(200);
    }

    @Test
    void noAnswerQuotesTheToken() {
        assertThat(post("wf-a", token, "{\"skiff\":1,").message()).doesNotContain(token);
        assertThat(post("wf-a", token + "x", REPORT.encode()).message()).doesNotContain(token);
    }
}
