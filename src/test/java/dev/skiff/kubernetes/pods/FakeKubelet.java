package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentReport;
import dev.skiff.handover.MalformedException;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.port.TaskLifecycleContract.Deeds;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Scheduler and kubelet of a {@link FakeKubeApi}: pods run at once, and do what was announced of them. */
final class FakeKubelet implements AutoCloseable {
    static final String NODE = "node-1";
    static final String STARTED = "2026-11-25T20:00:00Z";
    private static final String ENDED = "2026-11-25T20:00:01Z";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeKubeApi api;
    private final String pods;
    private final Map<String, Deeds> deeds = new ConcurrentHashMap<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final KubeApi.Stream watch;
    private volatile boolean room = true;
    private volatile boolean reports = true;

    FakeKubelet(FakeKubeApi api, String namespace) {
        this.api = api;
        this.pods = "/api/v1/namespaces/" + namespace + "/pods";
        this.watch = api.open(Call.get(pods + "?watch=1&resourceVersion=0"), this::event);
    }

    /** By pod name; a pod of which nothing is announced waits for its node. */
    void announce(String pod, Deeds what) {
        deeds.put(pod, what);
    }

    /** From now on no report has room for a result. */
    void withoutRoom() {
        room = false;
    }

    /** From now on agents die with their commands. */
    void withoutReports() {
        reports = false;
    }

    private void event(byte[] line) {
        try {
            JsonNode event = JSON.readTree(line);
            JsonNode pod = event.path("object");
            if (!event.path("type").asText().equals("DELETED")) {
                sync(pod);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sync(JsonNode pod) {
        String name = pod.path("metadata").path("name").asText();
        Deeds what = deeds.get(name);
        if (what == null) {
            return;
        }
        String phase = pod.path("status").path("phase").asText("");
        if (phase.isEmpty() && begun.add(name)) {
            run(name, what);
        } else if (phase.equals("Running")) {
            long deadline = pod.path("spec").path("activeDeadlineSeconds").asLong(Long.MAX_VALUE);
            if (what.exitCode() != null) {
                end(name, what, what.exitCode(), "");
            } else if (deadline == 1) {
                end(name, what, 143, "DeadlineExceeded");
            } else if (deadline < 30) {
                CompletableFuture.delayedExecutor(deadline, TimeUnit.SECONDS)
                        .execute(() -> end(name, what, 143, "DeadlineExceeded"));
            }
        }
    }

    private void run(String name, Deeds what) {
        api.log(name, "main", what.stdout());
        api.change(pods + "/" + name, pod -> {
            pod.withObject("/spec").put("nodeName", NODE);
            ObjectNode status = pod.putObject("status").put("phase", "Running").put("podIP", "10.0.0.9");
            ObjectNode main = status.putArray("containerStatuses").addObject();
            main.put("name", "main").put("ready", true);
            main.putObject("state").putObject("running").put("startedAt", STARTED);
        });
    }

    private void end(String name, Deeds what, int exitCode, String reason) {
        JsonNode known = api.find(pods + "/" + name);
        if (known == null || !known.path("status").path("phase").asText().equals("Running")) {
            return;
        }
        api.change(pods + "/" + name, pod -> {
            ObjectNode status = pod.withObject("/status").put("phase", exitCode == 0 ? "Succeeded" : "Failed");
            if (!reason.isEmpty()) {
                status.put("reason", reason)
                        .put("message", "Pod was active on the node longer than the specified deadline");
            }
            ObjectNode ended = ((ObjectNode) status.path("containerStatuses").path(0))
                    .putObject("state")
                    .putObject("terminated");
            ended.put("exitCode", exitCode).put("reason", exitCode == 0 ? "Completed" : "Error");
            ended.put("startedAt", STARTED).put("finishedAt", ENDED);
            String report = report(pod, what, exitCode);
            if (report != null) {
                ended.put("message", report);
            }
        });
    }

    /** What an agent would leave; null in a pod without one. */
    private @Nullable String report(JsonNode pod, Deeds what, int exitCode) {
        JsonNode container = pod.path("spec").path("containers").path(0);
        for (JsonNode variable : container.path("env")) {
            if (reports && variable.path("name").asText().equals(AgentPlan.VARIABLE)) {
                return report(variable.path("value").asText().replace("$$", "$"), what, exitCode)
                        .encode();
            }
        }
        return null;
    }

    private AgentReport report(String text, Deeds what, int exitCode) {
        try {
            AgentPlan plan = AgentPlan.decode(text);
            Map<String, OutputFile> files = new LinkedHashMap<>();
            for (AgentPlan.Parameter parameter : plan.parameters()) {
                boolean written = Objects.equals(parameter.path(), what.path());
                files.put(parameter.name(), written ? new OutputFile.Found(what.text()) : new OutputFile.Missing());
            }
            String stdout = plan.captureResult() ? what.stdout() : null;
            AgentReport whole = new AgentReport(exitCode, files, stdout, Map.of(), null, false, false);
            return room || stdout == null ? whole : whole.withoutResult();
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
