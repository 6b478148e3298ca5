package dev.skiff.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.service.Callers;
import dev.skiff.kubernetes.service.ClusterService;
import dev.skiff.kubernetes.service.FakeDepot;
import dev.skiff.kubernetes.service.ServiceSettings;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeStatus;
import dev.skiff.port.StatusCodec;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.WorkflowService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a page of 50 workflows with 2,000 nodes each costs the server of a cluster, by what is wanted of them. The API server costs nothing here. */
public final class FieldsFigures {
    private static final int WORKFLOWS = 50;
    private static final int NODES = 2000;
    private static final int TIMES = 15;
    private static final int PIECE = 16 * 1024;

    private FieldsFigures() {}

    /** Gives prepared pages, some bytes at a time. */
    private record Pages(List<byte[]> objects) implements KubeApi {

        private byte[] page(Call call) {
            int limit = Integer.parseInt(call.path().replaceFirst(".*limit=(\\d+).*", "$1"));
            int from = call.path().contains("continue=")
                    ? Integer.parseInt(call.path().replaceFirst(".*continue=(\\d+).*", "$1"))
                    : 0;
            int to = Math.min(objects.size(), from + limit);
            String items = String.join(
                    ",",
                    objects.subList(from, to).stream()
                            .map(o -> new String(o, StandardCharsets.UTF_8))
                            .toList());
            String next = to < objects.size() ? ",\"continue\":\"" + to + "\"" : "";
            return ("{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"1\"" + next + "},\"items\":[" + items
                            + "]}")
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public CompletableFuture<Answer> send(Call call) {
            return CompletableFuture.supplyAsync(() -> new Answer(200, page(call)));
        }

        @Override
        public Stream open(Call call, Consumer<byte[]> lines) {
            return follow(call, lines);
        }

        @Override
        public Stream follow(Call call, Consumer<byte[]> chunks) {
            // not on the thread that is measured
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                byte[] page = page(call);
                for (int at = 0; at < page.length; at += PIECE) {
                    chunks.accept(Arrays.copyOfRange(page, at, Math.min(page.length, at + PIECE)));
                }
            });
            return new Stream() {
                @Override
                public CompletableFuture<Void> end() {
                    return end;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public String namespace() {
            return "team";
        }

        @Override
        public void close() {}
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        for (boolean packed : new boolean[] {false, true}) {
            List<byte[]> objects = objects(packed);
            System.out.printf(
                    Locale.ROOT,
                    "%d workflows of %,d nodes, %s, %,d bytes each%n",
                    WORKFLOWS,
                    NODES,
                    packed ? "packed" : "as they are",
                    objects.getFirst().length);
            try (ClusterService service = new ClusterService(
                    Callers.asServer(new Pages(objects)),
                    new ServiceSettings("", InstantSource.system(), FakeDepot.EMPTY))) {
                WorkflowService.Session session = service.as(Caller.NOBODY);
                Projection names = Projection.of("metadata.name,status.phase");
                page("everything", session, Projection.EVERYTHING, Projection.EVERYTHING);
                page("names and phases, left out afterwards", session, Projection.EVERYTHING, names);
                page("names and phases, left out while read", session, names, names);
                Projection flat = Projection.of("-status.nodes");
                page("all but nodes, left out afterwards", session, Projection.EVERYTHING, flat);
                page("all but nodes, left out while read", session, flat, flat);
            }
        }
    }

    private static List<byte[]> objects(boolean packed) throws IOException {
        ObjectMapper json = ModelMapper.lenient();
        Map<String, NodeStatus> nodes = new LinkedHashMap<>();
        for (int i = 0; i < NODES; i++) {
            String node = """
                    {"id":"large-%1$d","name":"large[0].step(%1$d:item-%1$d)","displayName":"step(%1$d:item-%1$d)","type":"Pod",
                     "templateName":"step","templateScope":"local/large","phase":"Succeeded","boundaryID":"large",
                     "startedAt":"2026-11-26T02:00:00Z","finishedAt":"2026-11-26T02:00:09Z","progress":"1/1",
                     "resourcesDuration":{"cpu":0,"memory":2},"hostNodeName":"node-%2$d",
                     "inputs":{"parameters":[{"name":"item","value":"item-%1$d"}]},"outputs":{"exitCode":"0"}}""".formatted(i, i % 9);
            nodes.put("large-" + i, json.readValue(node, NodeStatus.class));
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "argoproj.io/v1alpha1").put("kind", "Workflow");
        object.putObject("metadata")
                .put("name", "large")
                .put("namespace", "team")
                .put("uid", "u");
        object.putObject("spec").put("entrypoint", "main");
        ObjectNode status = object.putObject("status").put("phase", "Succeeded");
        if (packed) {
            status.put("compressedNodes", StatusCodec.pack(nodes));
        } else {
            status.set("nodes", ModelMapper.strict().valueToTree(nodes));
        }
        byte[] one = object.toString().getBytes(StandardCharsets.UTF_8);
        return java.util.Collections.nCopies(WORKFLOWS, one);
    }

    /** @param last what is kept of what was read, as the server does with every answer */
    private static void page(String what, WorkflowService.Session session, Projection read, Projection last)
            throws InterruptedException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ListQuery query = ListQuery.ALL.page(WORKFLOWS, "").showing(read);
        double[] millis = new double[TIMES];
        long allocated = 0;
        int items = 0;
        long length = 0;
        for (int i = 0; i < TIMES; i++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
            long begin = System.nanoTime();
            var page = session.list(ResourceKind.WORKFLOW, "team", query).items();
            var kept = page.stream().map(last::keep).toList();
            items = kept.size();
            length = kept.stream()
                    .mapToLong(dev.skiff.port.service.Shape::weight)
                    .sum();
            millis[i] = (System.nanoTime() - begin) / 1e6;
            allocated = threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "  %-42s %3d objects, %,11d bytes: median %,7.1f ms, longest %,7.1f ms, allocated %,8.1f MB%n",
                what,
                items,
                length,
                millis[TIMES / 2],
                millis[TIMES - 1],
                allocated / 1e6);
    }
}
