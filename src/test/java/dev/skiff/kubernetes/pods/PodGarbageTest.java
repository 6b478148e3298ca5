package dev.skiff.kubernetes.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.PodGC;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.Await;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpecBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is deleted, and when; and that nothing else is (GC-02, VOL-02). */
class PodGarbageTest extends PodExecutorFixture {

    private void openWith(String strategy, @Nullable String teamOfPods) {
        var selector = teamOfPods == null
                ? null
                : new LabelSelectorBuilder()
                        .addToMatchLabels("team", teamOfPods)
                        .build();
        open(
                settings().withLabels(Map.of("team", "a")),
                WorkflowSpec.builder()
                        .podGC(new PodGC(null, selector, strategy))
                        .build());
        announce("good", "", 0);
        announce("bad", "", 1);
        runToEnd(task("good").build());
        runToEnd(task("bad").build());
    }

    private void release() {
        executor().release(ref("good"));
        executor().release(ref("bad"));
    }

    private void awaitGone(String node) {
        Await.until(node + " is deleted", () -> api.find(pod(node)) == null, this::writes);
    }

    /** A pod may be asked for twice, when nobody has heard yet that it is gone. */
    private void assertNoMoreIsDeleted(int pods) {
        executor().cleanUp("none", true);
        api.settle();
        assertThat(writes().stream().filter(w -> w.startsWith("DELETE")).distinct())
                .hasSize(pods);
    }

    @Test
    void withoutAPolicyNothingIsDeleted() {
        open();
        announce("good", "", 0);
        runToEnd(task("good").build());

        executor().release(ref("good"));
        executor().cleanUp("wf", true);

        assertNoMoreIsDeleted(0);
    }

    @Test
    void onPodCompletionDeletesEachPodWhoseEndIsRecorded() {
        openWith("OnPodCompletion", null);
        assertThat(writes()).as("not before").noneMatch(w -> w.startsWith("DELETE"));

        release();

        awaitGone("good");
        awaitGone("bad");
    }

    @Test
    void onPodSuccessKeepsPodsThatFailed() {
        openWith("OnPodSuccess", null);
        release();
        awaitGone("good");
        executor().cleanUp("wf", true);

        assertNoMoreIsDeleted(1);
    }

    @Test
    void aPodThatTheSelectorDoesNotMatchIsKept() {
        openWith("OnPodCompletion", "b");
        release();
        executor().cleanUp("wf", true);

        assertNoMoreIsDeleted(0);
    }

    @Test
    void aPodThatTheSelectorMatchesIsDeleted() {
        openWith("OnPodCompletion", "a");
        release();

        awaitGone("good");
    }

    @Test
    void onWorkflowCompletionDeletesAtTheEndOfTheRun() {
        openWith("OnWorkflowCompletion", null);
        release();
        assertThat(writes()).noneMatch(w -> w.startsWith("DELETE"));

        executor().cleanUp("wf", true);

        awaitGone("good");
        awaitGone("bad");
    }

    @Test
    void onWorkflowSuccessDeletesWhenTheRunHasSucceeded() {
        openWith("OnWorkflowSuccess", null);
        release();
        executor().ended("wf", true);
        executor().cleanUp("wf", true);

        awaitGone("good");
        awaitGone("bad");
    }

    @Test
    void onWorkflowSuccessKeepsThePodsOfARunThatHasFailed() {
        openWith("OnWorkflowSuccess", null);
        release();
        executor().ended("wf", false);
        executor().cleanUp("wf", true);

        assertNoMoreIsDeleted(0);
    }

    @Test
    void whatEndedBeforeARestartIsDeletedAtTheEndOfTheRun() {
        leave("old", pod -> pod.withObject("/status").put("phase", "Succeeded"));
        openWith("OnPodCompletion", null);

        executor().cleanUp("wf", true);

        awaitGone("old");
    }

    @Test
    void aStepThatRunsWhenItsRunEndsIsEndedAsAStoppedOne() {
        open();
        announce("a", "", null);
        executor().start(task("a").build());
        heard.running("a");

        executor().cleanUp("wf", true);

        Await.until(
                "it has ended",
                () -> api.at(pod("a")).path("status").path("phase").asText().equals("Failed"),
                () -> api.at(pod("a")));
        assertThat(writes()).containsExactly("POST " + PODS, "PATCH " + pod("a"));
    }

    @Test
    void podsOfRunsThatNobodyKnowsAreEndedOnlyByWhoHasThemAll() {
        leave("a", pod -> pod.withObject("/spec").put("nodeName", "n"));
        open();
        executor().cleanUp("wf", true);
        api.change(
                pod("a"),
                pod -> pod.withObject("/spec").put("activeDeadlineSeconds", 100).remove("x"));
        api.settle();
        int before = writes().size();

        executor().collectGarbage(List.of());
        api.settle();

        assertThat(writes()).as("another process may want it").hasSize(before);
    }

    @Test
    void podsOfRunsThatNobodyKnowsAreEnded() {
        open(settings().withExclusive(true), WorkflowSpec.builder().build());
        leave("a", pod -> {
            pod.withObject("/spec").put("nodeName", "n");
            pod.withObject("/metadata").withObject("/labels").put(PodMarks.WORKFLOW, "lost");
        });
        leave("b", pod -> {
            pod.withObject("/spec").put("nodeName", "n");
            pod.withObject("/metadata").withObject("/labels").put(PodMarks.WORKFLOW, "kept");
        });
        api.settle();

        executor().collectGarbage(List.of("kept"));

        Await.until("the patch", () -> !writes().isEmpty(), this::writes);
        api.settle();
        assertThat(writes()).containsExactly("PATCH " + pod("a"));
    }

    @Test
    void claimsAndTheBudgetAreMadeOnceAndDeletedWithTheRun() {
        var claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("work")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .endSpec()
                .build();
        WorkflowSpec spec = WorkflowSpec.builder()
                .volumeClaimTemplates(List.of(claim))
                .podDisruptionBudget(new PodDisruptionBudgetSpecBuilder()
                        .withNewMinAvailable("100%")
                        .build())
                .build();
        open(settings(), spec);
        executor().prepare(context(spec));
        String claims = "/api/v1/namespaces/here/persistentvolumeclaims/wf-work";
        String budgets = "/apis/policy/v1/namespaces/here/poddisruptionbudgets/wf";
        assertThat(api.at(claims)
                        .path("metadata")
                        .path("ownerReferences")
                        .path(0)
                        .path("uid")
                        .asText())
                .isEqualTo("uid-wf");
        assertThat(api.at(budgets).path("spec").toString())
                .isEqualTo(
                        "{\"minAvailable\":\"100%\",\"selector\":{\"matchLabels\":{\"workflows.argoproj.io/workflow\":\"wf\"}}}");

        executor().cleanUp("wf", false);
        assertThat(api.find(budgets)).isNull();
        assertThat(api.find(claims))
                .as("the run has failed: a retry may want it")
                .isNotNull();

        executor().prepare(context(spec));
        executor().cleanUp("wf", true);
        assertThat(api.find(claims)).isNull();
    }
}
