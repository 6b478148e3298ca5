package dev.skiff.port.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.port.Await;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every service of workflows does, wherever they live. Steps say what they are told to and end; what waits is a suspended node.
 * Each test has names of its own, so that one service may serve them all.
 */
public abstract class WorkflowServiceContract extends WatchContract {

    @Test
    void whatIsCreatedIsKeptAndRunsToItsEnd() throws InterruptedException {
        String name = fresh();
        JsonNode created = create(hello(name));
        assertThat(created.path("kind").asText()).isEqualTo("Workflow");
        assertThat(metadata(created, "name")).isEqualTo(name);
        assertThat(metadata(created, "namespace")).isEqualTo(namespace());
        assertThat(UUID.fromString(metadata(created, "uid"))).isNotNull();
        assertThat(Instant.parse(metadata(created, "creationTimestamp")))
                .isBefore(Instant.now().plusSeconds(5));
        assertThat(metadata(created, "resourceVersion")).matches("\\d+");

        JsonNode ended = ended(name);
        assertThat(phase(ended)).isEqualTo("Succeeded");
        assertThat(ended.path("metadata")
                        .path("labels")
                        .path("workflows.argoproj.io/completed")
                        .asText())
                .isEqualTo("true");
        assertThat(ended.path("metadata")
                        .path("labels")
                        .path("workflows.argoproj.io/phase")
                        .asText())
                .isEqualTo("Succeeded");
        assertThat(ended.path("status").path("nodes").path(name).path("phase").asText())
                .isEqualTo("Succeeded");
        assertThat(Long.parseLong(metadata(ended, "resourceVersion")))
                .isGreaterThan(Long.parseLong(metadata(created, "resourceVersion")));
    }

    @Test
    void aNameIsMadeOfAPrefixAndTakenOnce() throws InterruptedException {
        String prefix = fresh() + "-";
        ObjectNode workflow = hello("unused");
        ((ObjectNode) workflow.path("metadata")).remove("name");
        ((ObjectNode) workflow.path("metadata")).put("generateName", prefix);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            names.add(metadata(create(workflow), "name"));
        }
        assertThat(names).hasSize(3).allMatch(n -> n.matches(prefix + "[a-z0-9]{5}"));
        String taken = names.iterator().next();
        refused(Why.ALREADY_EXISTS, () -> create(hello(taken)))
                .withMessageContaining("workflows.argoproj.io \"" + taken + "\" already exists");
    }

    @Test
    void aTrialMakesNothing() throws InterruptedException {
        String name = fresh();
        JsonNode would = session().create(ResourceKind.WORKFLOW, namespace(), hello(name), true);
        assertThat(metadata(would, "name")).isEqualTo(name);
        refused(Why.NOT_FOUND, () -> get(name));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String name = fresh();
        refused(Why.NOT_FOUND, () -> get(name)).withMessage("workflows.argoproj.io \"" + name + "\" not found");
        refused(Why.NOT_FOUND, () -> session().delete(ResourceKind.WORKFLOW, namespace(), name, false));
        refused(Why.NOT_FOUND, () -> session().ask(namespace(), name, new Request.Stop()));
        refused(Why.NOT_FOUND, () -> session().resubmit(namespace(), name, false, Map.of()));
        refused(Why.NOT_FOUND, () -> session().logs(namespace(), name, LogQuery.all(false), line -> {}));
        refused(Why.NOT_FOUND, () -> session().get(ResourceKind.WORKFLOW_TEMPLATE, namespace(), name));
        refused(Why.NOT_FOUND, () -> session().delete(ResourceKind.WORKFLOW_TEMPLATE, namespace(), name, false));
    }

    @Test
    void listsArePagedWithoutGapsAndRepetitions() throws InterruptedException {
        String label = fresh();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            names.add(metadata(create(labelled(hello(fresh()), "batch", label)), "name"));
        }
        names.forEach(this::ended);
        ListQuery query = ListQuery.ALL.withLabels("batch=" + label);
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            Listing page = session().list(ResourceKind.WORKFLOW, namespace(), query.page(2, token));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            page.items().forEach(item -> seen.add(metadata(item, "name")));
            token = page.continueToken();
        } while (!token.isEmpty());
        assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void whatNobodyWantsIsLeftOut() throws InterruptedException {
        String name = fresh();
        create(hello(name));
        ended(name);
        ListQuery one = ListQuery.named(name);
        for (String fields : List.of("metadata.name,status.phase", "metadata,status.phase", "-status.nodes")) {
            Projection shown = Projection.of(fields);
            List<JsonNode> items = session()
                    .list(ResourceKind.WORKFLOW, namespace(), one.showing(shown))
                    .items();
            assertThat(items).as(fields).hasSize(1);
            for (JsonNode object :
                    List.of(items.getFirst(), session().get(ResourceKind.WORKFLOW, namespace(), name, shown))) {
                assertThat(metadata(object, "name")).isEqualTo(name);
                assertThat(phase(object)).isEqualTo("Succeeded");
                assertThat(object.at("/status/nodes").isMissingNode())
                        .as(fields)
                        .isTrue();
                assertThat(object.at("/spec/templates").isMissingNode())
                        .as(fields)
                        .isEqualTo(!fields.startsWith("-"));
            }
        }
        JsonNode nodes =
                session().get(ResourceKind.WORKFLOW, namespace(), name, Projection.of("metadata.name,status.nodes"));
        assertThat(nodes.at("/status/nodes/" + name + "/phase").asText()).isEqualTo("Succeeded");
        refused(
                Why.NOT_FOUND,
                () -> session().get(ResourceKind.WORKFLOW, namespace(), "not-" + name, Projection.of("status.phase")));
    }

    @Test
    void workflowsAreChosenByLabelsFieldsAndNames() throws InterruptedException {
        String label = fresh();
        String good = metadata(create(labelled(hello(fresh() + "-good"), "batch", label)), "name");
        String bad = metadata(create(labelled(fails(fresh() + "-bad"), "batch", label)), "name");
        ended(good);
        ended(bad);
        ListQuery all = ListQuery.ALL.withLabels("batch=" + label);
        assertThat(names(all)).containsExactlyInAnyOrder(good, bad);
        assertThat(names(all.withLabels("batch=" + label + ",workflows.argoproj.io/phase=Failed")))
                .containsExactly(bad);
        assertThat(names(all.withLabels("batch=" + label + ",workflows.argoproj.io/phase notin (Failed)")))
                .containsExactly(good);
        assertThat(names(all.withLabels("batch=" + label + ",!workflows.argoproj.io/completed")))
                .isEmpty();
        assertThat(names(all.withFields("metadata.name=" + good))).containsExactly(good);
        assertThat(names(all.withFields("metadata.name!=" + good))).containsExactly(bad);
        assertThat(names(ListQuery.named(bad))).containsExactly(bad);
        assertThat(names(named(all, ListQuery.NameFilter.CONTAINS, "-goo"))).containsExactly(good);
        assertThat(names(named(all, ListQuery.NameFilter.PREFIX, bad.substring(0, bad.length() - 2))))
                .containsExactly(bad);
        assertThat(names(named(all, ListQuery.NameFilter.EXACT, good))).containsExactly(good);
        assertThat(names(times(all, Instant.now().plusSeconds(60), null))).isEmpty();
        assertThat(names(times(all, Instant.now().minusSeconds(3600), null))).hasSize(2);
        assertThat(names(times(all, null, Instant.now().plusSeconds(60)))).hasSize(2);
        assertThat(names(times(all, null, Instant.now().minusSeconds(3600)))).isEmpty();
    }

    @Test
    void aQueryThatCannotBeReadIsInvalid() {
        refused(Why.INVALID, () -> names(ListQuery.ALL.withLabels("a b c")));
        refused(Why.INVALID, () -> names(ListQuery.ALL.withFields("spec.nothing=1")));
    }

    @Test
    void aSuspendedNodeWaitsUntilItIsResumed() throws InterruptedException {
        String name = fresh();
        create(waits(name));
        waiting(name);
        refused(
                        Why.INVALID,
                        () -> session()
                                .ask(namespace(), name, new Request.Resume(NodeSelector.parse("displayName=nobody"))))
                .withMessageContaining("no suspend nodes matching nodeFieldSelector: displayName=nobody");
        refused(
                        Why.CONFLICT,
                        () -> session().ask(namespace(), name, new Request.Retry(false, NodeSelector.ALL, Map.of())))
                .withMessageContaining("Cannot retry a workflow in phase Running");
        session().ask(namespace(), name, new Request.Resume(NodeSelector.ALL));
        assertThat(phase(ended(name))).isEqualTo("Succeeded");
        refused(Why.CONFLICT, () -> session().ask(namespace(), name, new Request.Suspend()))
                .withMessageContaining("cannot suspend completed workflows");
        refused(Why.CONFLICT, () -> session().ask(namespace(), name, new Request.Stop()))
                .withMessageContaining("cannot shutdown a completed workflow: workflow: \"" + name + "\"");
    }

    @Test
    void aSuspendedNodeIsGivenItsOutputs() throws InterruptedException {
        String name = fresh();
        create(asks(name));
        waiting(name);
        var approve = NodeSelector.parse("displayName=approve");
        session().ask(namespace(), name, new Request.SetNodes(approve, "", "", Map.of("answer", "yes")));
        session().ask(namespace(), name, new Request.Resume(NodeSelector.ALL));
        JsonNode ended = ended(name);
        assertThat(phase(ended)).isEqualTo("Succeeded");
        assertThat(ended.path("status").path("nodes").findValuesAsText("value")).contains("yes");
    }

    @Test
    void aWorkflowIsSuspendedStoppedAndTerminated() throws InterruptedException {
        String stopped = fresh();
        create(waits(stopped));
        waiting(stopped);
        JsonNode suspended = session().ask(namespace(), stopped, new Request.Suspend());
        assertThat(suspended.path("spec").path("suspend").asBoolean()).isTrue();
        session().ask(namespace(), stopped, new Request.Unsuspend());
        session().ask(namespace(), stopped, new Request.Stop());
        assertThat(phase(ended(stopped))).isEqualTo("Failed");

        String terminated = fresh();
        create(waits(terminated));
        waiting(terminated);
        JsonNode asked = session().ask(namespace(), terminated, new Request.Terminate());
        assertThat(asked.path("spec").path("shutdown").asText()).isEqualTo("Terminate");
        assertThat(phase(ended(terminated))).isEqualTo("Failed");
    }

    @Test
    void whatFailedIsTriedAgainUnderItsName() throws InterruptedException {
        String name = fresh();
        create(fails(name));
        JsonNode failed = ended(name);
        assertThat(phase(failed)).isEqualTo("Failed");
        JsonNode again = session().ask(namespace(), name, new Request.Retry(false, NodeSelector.ALL, Map.of()));
        assertThat(metadata(again, "uid")).isEqualTo(metadata(failed, "uid"));
        assertThat(Long.parseLong(metadata(again, "resourceVersion")))
                .isGreaterThan(Long.parseLong(metadata(failed, "resourceVersion")));
        assertThat(phase(ended(name))).isEqualTo("Failed");

        String good = fresh();
        create(hello(good));
        ended(good);
        refused(
                        Why.CONFLICT,
                        () -> session().ask(namespace(), good, new Request.Retry(false, NodeSelector.ALL, Map.of())))
                .withMessageContaining("To retry a succeeded workflow");
    }

    @Test
    void aWorkflowIsRunOnceMoreUnderAnotherName() throws InterruptedException {
        String name = fresh();
        create(says(name, "first"));
        ended(name);
        JsonNode again = session().resubmit(namespace(), name, false, Map.of("word", "second"));
        String other = metadata(again, "name");
        assertThat(other).isNotEqualTo(name).startsWith(name);
        assertThat(again.path("metadata")
                        .path("labels")
                        .path("workflows.argoproj.io/resubmitted-from-workflow")
                        .asText())
                .isEqualTo(name);
        assertThat(phase(ended(other))).isEqualTo("Succeeded");
        assertThat(lines(other, LogQuery.all(false))).containsExactly("second");
        refused(Why.CONFLICT, () -> session().resubmit(namespace(), name, true, Map.of()))
                .withMessageContaining("workflow must be Failed/Error to resubmit in memoized mode");
    }

    @Test
    void outputIsGivenLineByLine() throws InterruptedException {
        String name = fresh();
        create(says(name, "one\ntwo\nthree"));
        ended(name);
        assertThat(lines(name, LogQuery.all(false))).containsExactly("one", "two", "three");
        assertThat(lines(name, LogQuery.all(true))).containsExactly("one", "two", "three");
        assertThat(lines(name, query(2, 0, ""))).containsExactly("two", "three");
        assertThat(lines(name, query(-1, 0, "^t"))).containsExactly("two", "three");
        assertThat(lines(name, query(-1, 4, ""))).containsExactly("one");
        refused(Why.INVALID, () -> lines(name, query(-1, 0, "(")));
        List<String> pods = new ArrayList<>();
        session().logs(namespace(), name, LogQuery.all(false), line -> pods.add(line.podName()));
        assertThat(pods).isNotEmpty().containsOnly(name);
        assertThat(lines(name, new LogQuery("nobody", "", "", false, false, false, null, -1, 0, "")))
                .isEmpty();
    }

    @Test
    void followingEndsWithTheWorkflow() throws Exception {
        String name = fresh();
        create(saysAndWaits(name, "begun"));
        waiting(name);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Listening listening = listen(
                () -> session().logs(namespace(), name, LogQuery.all(true), line -> heard.add(line.content())))) {
            Await.until("the first line", () -> heard.contains("begun"), () -> heard);
            assertThat(listening.isOver()).isFalse();
            session().ask(namespace(), name, new Request.Resume(NodeSelector.ALL));
            Await.until("the end", listening::isOver, () -> heard);
        }
        assertThat(heard).containsExactly("begun");
    }

    @Test
    void aLiveWorkflowIsEndedWhenItIsDeleted() throws InterruptedException {
        String name = fresh();
        create(waits(name));
        waiting(name);
        session().delete(ResourceKind.WORKFLOW, namespace(), name, false);
        Await.until("it is gone", () -> isGone(name), () -> name);
        create(hello(name));
        assertThat(phase(ended(name))).isEqualTo("Succeeded");
    }

    protected boolean isGone(String name) {
        try {
            get(name);
            return false;
        } catch (ServiceException e) {
            return e.why() == Why.NOT_FOUND;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRefusalSaysNothingThatIsNotForEverybody() throws InterruptedException {
        Session session = session();
        assertThat(session.user().subject()).isNotNull();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> session.create(ResourceKind.WORKFLOW, namespace(), hello("Not A Name"), false))
                .satisfies(e -> assertThat(e.why()).isEqualTo(Why.INVALID))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Exception", "at dev.skiff"));
    }
}
