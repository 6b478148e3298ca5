package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.kubernetes.registry.FakeRegistry;
import dev.skiff.kubernetes.registry.RegistryStarts;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.SampleTask;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where results come from, and what is found out for them of the images. */
class PodResultTest extends PodExecutorFixture {

    @Test
    void theResultIsTheLogOfMainWhereNoImageHasTheAgent() {
        open(withoutAgent(), WorkflowSpec.builder().build());
        announce("a", "said\n", 0);

        var end = runToEnd(task("a").captureResult().build());

        assertThat(end.results().stdout()).isEqualTo("said\n");
        assertThat(heard.stdout("a")).as("nobody follows").isEmpty();
        assertThat(api.at(pod("a")).path("spec").toString()).doesNotContain("skiff-agent");
    }

    private static PodSettings withoutAgent() {
        return settings().withAgentImage("");
    }

    // OUT-05
    @Test
    void aServerThatCannotGiveStandardOutputAloneIsAskedForItOnce() {
        open(withoutAgent(), WorkflowSpec.builder().build());
        announce("a", "first\n", 0);
        announce("b", "second\n", 0);
        api.refuse(1000, FakeKubeApi.of("GET", "stream=Stdout"), 422, "Invalid", "stream: may not be specified");

        assertThat(runToEnd(task("a").captureResult().build()).results().stdout())
                .isEqualTo("first\n");
        assertThat(runToEnd(task("b").captureResult().build()).results().stdout())
                .isEqualTo("second\n");

        assertThat(api.calls().stream().filter(c -> c.contains("stream=Stdout")))
                .hasSize(1);
    }

    // OUT-05
    @Test
    void theAgentGivesStandardOutputAlone() {
        open();
        announce("a", "said\n", 0);

        assertThat(runToEnd(task("a").captureResult().build()).results().stdout())
                .isEqualTo("said\n");
        assertThat(api.calls()).noneMatch(c -> c.contains("/log"));
    }

    @Test
    void aStepWhoseResultNobodyWantsStaysBare() {
        open();
        announce("a", "said\n", 0);
        runToEnd(task("a").build());

        assertThat(api.at(pod("a")).path("spec").toString()).doesNotContain("skiff-agent");
        assertThat(api.calls()).noneMatch(c -> c.contains("dryRun=All") || c.contains("/log"));
    }

    @Test
    void aResultForWhichTheReportHasNoRoomIsReadFromTheLog() {
        open();
        kubelet.withoutRoom();
        announce("a", "said\n", 0);

        assertThat(runToEnd(task("a").captureResult().output("v", "/v").build()).results())
                .satisfies(
                        r -> assertThat(r.stdout()).isEqualTo("said\n"),
                        r -> assertThat(r.files()).containsKey("v"));
    }

    @Test
    void aResultOfAContainerThatWasKilledWithItsAgentIsReadFromTheLog() {
        open();
        kubelet.withoutReports();
        announce("a", "said before\n", 137);

        var end = runToEnd(task("a").captureResult().build());

        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.results().stdout()).isEqualTo("said before\n");
    }

    @Test
    void aResultOfAnImageOfWhichNobodyKnowsWhatItStartsIsReadFromTheLog() {
        open();
        announce("a", "said\n", 0);

        assertThat(runToEnd(task("a").command().args().captureResult().build())
                        .results()
                        .stdout())
                .isEqualTo("said\n");
        assertThat(api.at(pod("a")).path("spec").toString()).doesNotContain("skiff-agent");
    }

    private static List<String> words(ObjectNode pod) {
        var container = pod.path("spec").path("containers").path(0);
        return Stream.concat(
                        container.path("command").valueStream(),
                        container.path("args").valueStream())
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void whatAnImageStartsIsAskedOfItsRegistryWhenTheAgentHasToStartIt() throws IOException {
        try (FakeRegistry registry = new FakeRegistry()) {
            registry.image("app", "1", "{\"config\":{\"Entrypoint\":[\"/start\",\"$(HOME)\"],\"Cmd\":[\"theirs\"]}}");
            open(
                    settings().withStarts(RegistryStarts.of(Map.of())),
                    WorkflowSpec.builder().build());
            String image = registry.host() + "/app:1";
            for (String node : List.of("a", "b", "c")) {
                announce(node, "said\n", 0);
            }

            runToEnd(new SampleTask("wf", "a", image)
                    .command()
                    .args()
                    .output("v", "/v")
                    .build());
            runToEnd(new SampleTask("wf", "b", image)
                    .command()
                    .args("own")
                    .captureResult()
                    .build());
            runToEnd(new SampleTask("wf", "c", image).command().args().build());

            assertThat(words(api.at(pod("a"))))
                    .containsExactly("/skiff/skiff-agent/bin/skiff-agent", "--", "/start", "$$(HOME)", "theirs");
            assertThat(words(api.at(pod("b"))))
                    .containsExactly("/skiff/skiff-agent/bin/skiff-agent", "--", "/start", "$$(HOME)", "own");
            assertThat(words(api.at(pod("c"))))
                    .as("a bare pod starts it by itself")
                    .isEmpty();
            assertThat(registry.asked).as("manifest and configuration, once").hasSize(2);
        }
    }

    @Test
    void anImageOfWhichNobodyMayReadWhatItStartsIsAnErrorThatSaysWhatToDo() throws IOException {
        try (FakeRegistry registry = new FakeRegistry()) {
            open(
                    settings().withStarts(RegistryStarts.of(Map.of())),
                    WorkflowSpec.builder().build());
            String image = registry.host() + "/app:1";
            announce("b", "said\n", 0);

            var end = runToEnd(
                    new SampleTask("wf", "a", image).command().output("v", "/v").build());
            var result = runToEnd(
                    new SampleTask("wf", "b", image).command().captureResult().build());

            assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
            assertThat(end.message())
                    .startsWith("the template gives no command for image " + image)
                    .contains("(status 404)", "give a command, or list the image in the configuration (images)");
            assertThat(result.results().stdout()).as("from the log").isEqualTo("said\n");
            assertThat(writes()).doesNotContain("POST " + pod("a"));
        }
    }

    @Test
    void aLogIsAskedForAgainWhileTheKubeletIsAway() {
        open(withoutAgent(), WorkflowSpec.builder().build());
        announce("a", "said\n", 0);
        api.refuse(2, FakeKubeApi.of("GET", "/log"), 500, "InternalError", "no route to the kubelet");

        assertThat(runToEnd(task("a").captureResult().build()).results().stdout())
                .isEqualTo("said\n");
    }

    @Test
    void standardErrorIsNoPartOfAResultBecauseAServerWasBusy() {
        open(withoutAgent(), WorkflowSpec.builder().build());
        announce("a", "said\n", 0);
        api.refuse(1, FakeKubeApi.of("GET", "stream=Stdout"), 503, "ServiceUnavailable", "later");
        runToEnd(task("a").captureResult().build());

        assertThat(api.calls().stream().filter(c -> c.contains("/log")))
                .hasSize(2)
                .allMatch(c -> c.contains("stream=Stdout"));
    }

    @Test
    void aResultWhoseLogMayNotBeReadIsAnErrorThatNamesTheRight() {
        open(withoutAgent(), WorkflowSpec.builder().build());
        announce("a", "said\n", 0);
        api.refuse(
                1,
                FakeKubeApi.of("GET", "/log"),
                403,
                "Forbidden",
                "User \"x\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"here\"");

        var end = runToEnd(task("a").captureResult().build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message())
                .startsWith("outputs.result cannot be read from the log of the pod: ")
                .contains("cannot get resource \"pods/log\"");
    }
}
