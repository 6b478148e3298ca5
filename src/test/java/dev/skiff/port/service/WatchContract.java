package dev.skiff.port.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.NodeSelector;
import dev.skiff.engine.Request;
import dev.skiff.port.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is told of workflows as they change. */
abstract class WatchContract extends KeptObjectsContract {

    @Test
    void aWorkflowIsFollowedFromItsBeginningToItsDeletion() throws Exception {
        String label = fresh();
        ListQuery query = ListQuery.ALL.withLabels("batch=" + label);
        String first = metadata(create(labelled(hello(fresh()), "batch", label)), "name");
        ended(first);
        List<WatchEvent> heard = Collections.synchronizedList(new ArrayList<>());
        try (Listening listening =
                listen(() -> session().watch(ResourceKind.WORKFLOW, namespace(), query, heard::add))) {
            Await.until("what there is", () -> has(heard, "ADDED", first), () -> heard);
            String second = metadata(create(labelled(hello(fresh()), "batch", label)), "name");
            Await.until("a new one", () -> has(heard, "ADDED", second), () -> heard);
            Await.until("its end", () -> lastPhase(heard, second).equals("Succeeded"), () -> heard);
            create(hello(fresh()));
            session().delete(ResourceKind.WORKFLOW, namespace(), second, false);
            Await.until("its deletion", () -> has(heard, "DELETED", second), () -> heard);
            assertThat(heard.stream().map(e -> metadata(e.object(), "name")).distinct())
                    .containsExactlyInAnyOrder(first, second);
            assertThat(heard.stream().filter(e -> e.type().equals("ADDED"))).hasSize(2);
            assertThat(listening.isOver()).isFalse();
        }
    }

    @Test
    void eventsTellOfWorkflowsAndTheirNodes() throws Exception {
        String early = fresh();
        create(fails(early));
        ended(early);
        List<JsonNode> heard = Collections.synchronizedList(new ArrayList<>());
        try (Listening listening = listen(() -> session().watchEvents(namespace(), ListQuery.ALL, heard::add))) {
            Await.until("what was before", () -> reasons(heard, early).contains("WorkflowFailed"), () -> heard);
            String name = fresh();
            create(saysAndWaits(name, "hello"));
            waiting(name);
            session().ask(namespace(), name, new Request.Resume(NodeSelector.ALL));
            ended(name);
            Await.until("its end", () -> reasons(heard, name).contains("WorkflowSucceeded"), () -> heard);
            assertThat(reasons(heard, early)).containsExactly("WorkflowRunning", "WorkflowFailed");
            assertThat(reasons(heard, name))
                    .contains("WorkflowRunning", "WorkflowNodeRunning", "WorkflowNodeSucceeded", "WorkflowSucceeded");
            assertThat(List.copyOf(heard)).anySatisfy(event -> {
                assertThat(event.at("/involvedObject/name").asText()).isEqualTo(name);
                assertThat(event.at("/involvedObject/kind").asText()).isEqualTo("Workflow");
                assertThat(event.path("kind").asText()).isEqualTo("Event");
                assertThat(event.path("type").asText()).isEqualTo("Normal");
                assertThat(event.path("message").asText()).isEqualTo("Succeeded node " + name + "[0].say");
            });
            assertThat(listening.isOver()).isFalse();
        }
    }

    private static List<String> reasons(List<JsonNode> heard, String workflow) {
        return List.copyOf(heard).stream()
                .filter(e -> e.at("/involvedObject/name").asText().equals(workflow))
                .map(e -> e.path("reason").asText())
                .toList();
    }

    @Test
    void aWatchGoesOnFromAList() throws Exception {
        String label = fresh();
        ListQuery query = ListQuery.ALL.withLabels("batch=" + label);
        String before = metadata(create(labelled(hello(fresh()), "batch", label)), "name");
        ended(before);
        Listing list = session().list(ResourceKind.WORKFLOW, namespace(), query);
        String after = metadata(create(labelled(hello(fresh()), "batch", label)), "name");
        ended(after);
        List<WatchEvent> heard = Collections.synchronizedList(new ArrayList<>());
        try (Listening listening = listen(() ->
                session().watch(ResourceKind.WORKFLOW, namespace(), from(query, list.resourceVersion()), heard::add))) {
            Await.until("its end", () -> lastPhase(heard, after).equals("Succeeded"), () -> heard);
            assertThat(heard).noneMatch(e -> metadata(e.object(), "name").equals(before));
            session().delete(ResourceKind.WORKFLOW, namespace(), before, false);
            Await.until("a deletion", () -> has(heard, "DELETED", before), () -> heard);
            assertThat(listening.isOver()).isFalse();
        }
    }

    @Test
    void aWorkflowThatIsChosenNoMoreIsTold() throws Exception {
        String label = fresh();
        ListQuery query = ListQuery.ALL.withLabels("batch=" + label + ",workflows.argoproj.io/completed!=true");
        List<WatchEvent> heard = Collections.synchronizedList(new ArrayList<>());
        try (Listening listening =
                listen(() -> session().watch(ResourceKind.WORKFLOW, namespace(), query, heard::add))) {
            String name = metadata(create(labelled(waits(fresh()), "batch", label)), "name");
            Await.until("a new one", () -> has(heard, "ADDED", name), () -> heard);
            waiting(name);
            session().ask(namespace(), name, new Request.Resume(NodeSelector.ALL));
            Await.until("that it is chosen no more", () -> has(heard, "DELETED", name), () -> heard);
            assertThat(listening.isOver()).isFalse();
        }
    }

    @Test
    void whoIsSlowFindsTheLatest() throws Exception {
        String label = fresh();
        ListQuery query = ListQuery.ALL.withLabels("batch=" + label);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        List<WatchEvent> heard = Collections.synchronizedList(new ArrayList<>());
        String first = metadata(create(labelled(hello(fresh()), "batch", label)), "name");
        ended(first);
        try (Listening listening = listen(() -> session().watch(ResourceKind.WORKFLOW, namespace(), query, e -> {
            heard.add(e);
            mayGoOn.await();
        }))) {
            Await.until("the first", () -> !heard.isEmpty(), () -> heard);
            String second = metadata(create(labelled(hello(fresh()), "batch", label)), "name");
            ended(second);
            mayGoOn.countDown();
            Await.until("the end of the second", () -> lastPhase(heard, second).equals("Succeeded"), () -> heard);
            assertThat(listening.isOver()).isFalse();
        }
    }

    private static boolean has(List<WatchEvent> heard, String type, String name) {
        return List.copyOf(heard).stream()
                .anyMatch(e ->
                        e.type().equals(type) && metadata(e.object(), "name").equals(name));
    }

    private static String lastPhase(List<WatchEvent> heard, String name) {
        return List.copyOf(heard).stream()
                .filter(e -> metadata(e.object(), "name").equals(name))
                .map(WatchEvent::object)
                .reduce((first, last) -> last)
                .map(WatchContract::phaseOf)
                .orElse("");
    }

    private static String phaseOf(JsonNode object) {
        return phase(object);
    }
}
