package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Command.StopReason;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Pending;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.Await;
import dev.skiff.port.ExecutorException;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How pods are made, adopted and ended, and what is done when the API server does not want to. */
class PodExecutorTest extends PodExecutorFixture {

    private List<String> pending(String node) {
        return heard.states(node).stream()
                .filter(Pending.class::isInstance)
                .map(s -> ((Pending) s).message())
                .filter(m -> !m.isEmpty())
                .toList();
    }

    @Test
    void aPodIsOnePostAndNoOtherWrite() {
        open();
        announce("a", "", 0);

        assertThat(runToEnd(task("a").build()).verdict()).isEqualTo(Verdict.SUCCEEDED);
        executor().release(ref("a"));
        executor().cleanUp("wf", true);

        assertThat(writes()).containsExactly("POST " + PODS);
        assertThat(api.calls())
                .as("and nothing is read but the list and the watch")
                .hasSize(4);
    }

    @Test
    void theClusterIsAskedOnceWhetherItMountsImages() {
        open();
        announce("a", "", 0);
        announce("b", "", 0);
        runToEnd(task("a").output("v", "/v").build());
        runToEnd(task("b").output("v", "/v").build());

        assertThat(api.calls().stream().filter(c -> c.contains("dryRun=All"))).hasSize(1);
        assertThat(api.at(pod("b")).path("spec").has("initContainers")).isFalse();
    }

    @Test
    void anInitContainerBringsTheAgentWhereImagesAreNotMounted() {
        open();
        announce("a", "", 0);
        api.refuse(1, FakeKubeApi.of("POST", "dryRun=All"), 422, "Invalid", "spec.volumes[0]: no volume type");
        runToEnd(task("a").output("v", "/v").build());

        assertThat(api.at(pod("a"))
                        .path("spec")
                        .path("initContainers")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo(AgentDelivery.INIT_CONTAINER);
    }

    @Test
    void aServerThatIsBusyWhenItIsAskedForImagesIsAskedAnew() {
        open();
        announce("a", "", 0);
        announce("b", "", 0);
        api.refuse(1, FakeKubeApi.of("POST", "dryRun=All"), 429, "TooManyRequests", "later");
        runToEnd(task("a").output("v", "/v").build());
        runToEnd(task("b").output("v", "/v").build());

        assertThat(api.at(pod("a")).path("spec").has("initContainers"))
                .as("works everywhere")
                .isTrue();
        assertThat(api.at(pod("b")).path("spec").has("initContainers")).isFalse();
    }

    @Test
    void aPodThatAnEarlierProcessHasMadeIsAdopted() {
        open();
        api.refuse(1, FakeKubeApi.of("POST", PODS), 409, "AlreadyExists", "it is there");
        announce("a", "", 3);
        leave("a", pod -> {});

        var end = runToEnd(task("a").build());

        assertThat(end.message()).isEqualTo("main: Error (exit code 3)");
    }

    @Test
    void aPodOfThisNameThatIsAnotherNodesIsAnError() {
        open();
        leave("a", pod -> pod.withObject("/metadata").withObject("/annotations").put(PodMarks.NODE_ID, "other"));

        var end = runToEnd(task("a").build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("there is a pod wf-a", "'other'", "give the workflow another name");
    }

    @Test
    void aPodOfAnEarlierWorkflowOfThisNameIsAnError() {
        open();
        leave(
                "a",
                pod -> pod.withObject("/metadata")
                        .putArray("ownerReferences")
                        .addObject()
                        .put("kind", "Workflow")
                        .put("uid", "uid-of-yesterday"));

        var end = runToEnd(task("a").build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("an earlier workflow of this name");
    }

    @Test
    void aPodOfAnEarlierAttemptThatIsGoingAwayIsWaitedFor() {
        open();
        leave("a", pod -> pod.withObject("/metadata").put("deletionTimestamp", "2026-11-25T20:00:00Z"));
        executor().start(task("a").build());
        Await.until("it waits", () -> !pending("a").isEmpty(), () -> heard.states("a"));

        announce("a", "", 0);
        api.remove(pod("a"));

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(pending("a")).containsExactly("waits until pod wf-a of an earlier attempt is gone");
    }

    // RETRY-23
    @Test
    void aQuotaThatIsUsedUpIsWaitedFor() {
        open();
        announce("a", "", 0);
        api.refuse(
                2, FakeKubeApi.of("POST", PODS), 403, "Forbidden", "pods \"wf-a\" is forbidden: exceeded quota: few");

        assertThat(runToEnd(task("a").build()).verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(pending("a")).containsExactly("pods \"wf-a\" is forbidden: exceeded quota: few");
    }

    @Test
    void whatWaitsForAQuotaCanBeStopped() {
        open();
        api.refuse(1000, FakeKubeApi.of("POST", PODS), 403, "Forbidden", "exceeded quota");
        executor().start(task("a").build());
        Await.until("it waits", () -> !pending("a").isEmpty(), () -> heard.states("a"));

        executor().stop(ref("a"), StopReason.SHUTDOWN);

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(api.find(pod("a"))).isNull();
    }

    @Test
    void aBusyServerIsAskedAgain() {
        open();
        announce("a", "", 0);
        api.refuse(3, FakeKubeApi.of("POST", PODS), 429, "TooManyRequests", "later");

        assertThat(runToEnd(task("a").build()).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void aMissingRightIsAnErrorThatSaysWhatGrantsIt() {
        open();
        api.refuse(
                1,
                FakeKubeApi.of("POST", PODS),
                403,
                "Forbidden",
                "pods is forbidden: User \"x\" cannot create resource \"pods\" in API group \"\" in the namespace \"here\"");

        var end = runToEnd(task("a").build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).contains("cannot create resource \"pods\"", "verbs: [create]");
    }

    @Test
    void aPodThatIsNoneIsAnErrorInTheServersWords() {
        open();
        api.refuse(1, FakeKubeApi.of("POST", PODS), 422, "Invalid", "Pod \"wf-a\" is invalid: spec.x: not found");

        var end = runToEnd(task("a").build());

        assertThat(end.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(end.message()).isEqualTo("Pod \"wf-a\" is invalid: spec.x: not found");
    }

    @Test
    void aPodThatNoNodeHasIsDeletedWhenItIsStopped() {
        open();
        executor().start(task("a").build());
        awaitPod("a");
        executor().stop(ref("a"), StopReason.DEADLINE);

        var end = heard.ended("a");
        assertThat(end.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(end.message()).isEqualTo(StopReason.DEADLINE_MESSAGE);
        assertThat(writes()).containsExactly("POST " + PODS, "DELETE " + pod("a"));
        assertThat(body(write(1))).as("only as long as it has no node").contains("resourceVersion", "uid");
    }

    @Test
    void aRunningPodIsStoppedByOnePatch() {
        open();
        announce("a", "", null);
        executor().start(task("a").build());
        Await.until(
                "a runs",
                () -> heard.states("a").stream().anyMatch(TaskState.Running.class::isInstance),
                () -> heard.states("a"));

        executor().stop(ref("a"), StopReason.SHUTDOWN);
        executor().stop(ref("a"), StopReason.SHUTDOWN);

        assertThat(heard.ended("a").message()).isEqualTo("main: Error (exit code 143)");
        assertThat(writes()).containsExactly("POST " + PODS, "PATCH " + pod("a"));
        assertThat(body(write(1)))
                .isEqualTo("{\"metadata\":{\"annotations\":{\"skiff.dev/stopped\":\"shutdown\"}},"
                        + "\"spec\":{\"activeDeadlineSeconds\":1}}");
    }

    @Test
    void aStopThatTheServerRefusesIsTriedAgain() {
        open();
        announce("a", "", null);
        api.refuse(2, FakeKubeApi.of("PATCH", PODS), 503, "ServiceUnavailable", "away");
        executor().start(task("a").build());
        heard.running("a");

        executor().stop(ref("a"), StopReason.SHUTDOWN);

        assertThat(heard.ended("a").exitCode()).isEqualTo(143);
    }

    @Test
    void whatRunsBesideMainIsEndedWhenMainHasEnded() {
        open();
        executor().start(task("a").build());
        awaitPod("a");
        api.change(pod("a"), pod -> {
            pod.withObject("/spec").put("nodeName", "n");
            pod.withObject("/status").put("phase", "Running");
            container(pod, "helper", "running").put("startedAt", FakeKubelet.STARTED);
            container(pod, "main", "terminated").put("exitCode", 0).put("startedAt", FakeKubelet.STARTED);
        });
        Await.until("the patch", () -> api.at(pod("a")).path("spec").has("activeDeadlineSeconds"), this::writes);
        assertThat(heard.ends("a")).as("not before the rest has ended").isEmpty();

        api.change(pod("a"), pod -> {
            pod.withObject("/status").put("phase", "Failed").put("reason", "DeadlineExceeded");
            container(pod, "helper", "terminated").put("exitCode", 137).put("reason", "Error");
        });

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.SUCCEEDED);
        assertThat(body(write(1))).contains("\"skiff.dev/stopped\":\"done\"");
    }

    // PHASE-06
    @Test
    void aPodThatSomebodyDeletesIsAnError() {
        open();
        announce("a", "", null);
        executor().start(task("a").build());
        heard.running("a");

        api.remove(pod("a"));

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.ERROR);
        assertThat(heard.ended("a").message()).isEqualTo("pod deleted");
    }

    @Test
    void aPodThatWasDeletedWhileNobodyLookedIsAnError() {
        open();
        executor().start(task("a").build());
        awaitPod("a");
        Await.until("it is seen", () -> !heard.states("a").isEmpty(), () -> heard.states("a"));

        api.breakWatches();
        api.remove(pod("a"));
        api.forgetHistory();

        assertThat(heard.ended("a").message()).isEqualTo("pod deleted");
    }

    @Test
    void aPodThatWasMadeAndDeletedWhileNobodyLookedIsAnError() {
        open();
        api.refuse(3, c -> c.path().contains("watch=1"), 500, "InternalError", "away");
        api.breakWatches();
        executor().start(task("a").build());
        awaitPod("a");
        api.remove(pod("a"));
        api.forgetHistory();

        assertThat(heard.ended("a").message()).isEqualTo("pod deleted");
    }

    @Test
    void whatEndedWhileTheWatchWasBrokenIsHeardAfterwards() {
        open();
        executor().start(task("a").build());
        awaitPod("a");
        api.breakWatches();
        api.change(pod("a"), pod -> {
            pod.withObject("/spec").put("nodeName", "n");
            pod.withObject("/status").put("phase", "Failed");
            container(pod, "main", "terminated")
                    .put("exitCode", 2)
                    .put("reason", "Error")
                    .put("startedAt", FakeKubelet.STARTED);
        });
        api.forgetHistory();

        assertThat(heard.ended("a").exitCode()).isEqualTo(2);
    }

    @Test
    void afterARestartAPodOfAnotherNodeIsNotTaken() {
        leave("a", pod -> pod.withObject("/metadata").withObject("/annotations").put(PodMarks.NODE_ID, "other"));
        open();

        executor()
                .recover(
                        context(WorkflowSpec.builder().build()),
                        List.of(task("a").build()));

        assertThat(heard.states("a")).containsExactly(new TaskState.Absent());
    }

    @Test
    void aPodOfATaskThatOnlyAnEarlierProcessKnewIsEnded() {
        leave("a", pod -> {
            pod.withObject("/spec").put("nodeName", "n");
            pod.withObject("/status").put("phase", "Running");
        });
        open();
        api.refuse(1, FakeKubeApi.of("PATCH", PODS), 500, "InternalError", "not now");

        executor().stop(ref("a"), StopReason.SHUTDOWN);

        Await.until(
                "it is given a deadline",
                () -> api.at(pod("a")).at("/spec/activeDeadlineSeconds").asInt() == 1,
                this::writes);
    }

    @Test
    void anEndedPodIsAdoptedOnlyWhenTheServerStillHasIt() {
        leave("a", pod -> {
            pod.withObject("/status").put("phase", "Failed");
            container(pod, "main", "terminated").put("exitCode", 3).put("reason", "Error");
        });
        open();
        api.refuse(1, FakeKubeApi.of("POST", PODS), 409, "AlreadyExists", "it is there");
        api.refuse(1, FakeKubeApi.of("GET", pod("a")), 404, "NotFound", "it is gone, though the watch has not said so");
        executor().start(task("a").build());
        api.remove(pod("a"));
        announce("a", "", 0);

        assertThat(heard.ended("a").verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void whyAPodWasStoppedIsKnownAfterARestart() {
        leave("a", pod -> {
            pod.withObject("/metadata").withObject("/annotations").put(PodMarks.STOPPED, "shutdown");
            pod.withObject("/spec").put("nodeName", "n").put("activeDeadlineSeconds", 1);
            pod.withObject("/status")
                    .put("phase", "Failed")
                    .put("reason", "DeadlineExceeded")
                    .put("message", "too long");
            container(pod, "main", "terminated")
                    .put("exitCode", 143)
                    .put("reason", "Error")
                    .put("startedAt", FakeKubelet.STARTED);
        });
        open();

        executor()
                .recover(
                        context(WorkflowSpec.builder().build()),
                        List.of(task("a").build()));

        assertThat(heard.ended("a").message()).isEqualTo("main: Error (exit code 143)");
    }

    @Test
    void anOddPodHarmsNobodyElse() {
        open();
        ObjectNode odd = JSON.createObjectNode();
        odd.putObject("metadata")
                .put("name", "odd")
                .put("namespace", NAMESPACE)
                .putObject("labels")
                .put(PodMarks.WORKFLOW, "wf");
        odd.put("spec", "none").putArray("status").add(1);
        odd.withObject("/metadata").put("annotations", 7).put("deletionTimestamp", "yesterday");
        api.put(PODS, odd);
        announce("a", "", 0);

        assertThat(runToEnd(task("a").build()).verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    // VOL-01
    @Test
    void aClaimThatCannotBeMadeIsAnErrorInArgosWords() {
        api.refuse(1, FakeKubeApi.of("POST", "persistentvolumeclaims"), 422, "Invalid", "no such class");
        var claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("work")
                .endMetadata()
                .build();

        assertThatThrownBy(() -> open(
                        settings(),
                        WorkflowSpec.builder()
                                .volumeClaimTemplates(List.of(claim))
                                .build()))
                .isInstanceOf(ExecutorException.class)
                .hasMessage("pvc create error: no such class");
    }
}
