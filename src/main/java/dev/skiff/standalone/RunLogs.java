package dev.skiff.standalone;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.skiff.model.Labels;
import dev.skiff.model.Names;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.PodNameVersion;
import dev.skiff.model.TemplateRef;
import dev.skiff.port.RunStore;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoredLog;
import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.Sink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The output of a workflow's containers, as {@code argo logs} asks for it: those of one after the other, in the order of the nodes. */
final class RunLogs {
    private static final long PAUSE_MILLIS = 200;
    private static final String MAIN = "main";

    private final RunStore store;
    private final LogQuery query;
    private final LabelSelector pods;
    private final @Nullable Pattern grep;
    private final Sink<LogEntry> sink;
    private final Map<String, LogLines> open = new HashMap<>();

    /** @throws ServiceException INVALID for what cannot be asked for here */
    RunLogs(RunStore store, LogQuery query, Sink<LogEntry> sink) {
        this.store = store;
        this.query = query;
        this.sink = sink;
        refuse(query.since() != null, "sinceTime and sinceSeconds");
        refuse(query.timestamps(), "timestamps");
        refuse(query.previous(), "previous");
        if (query.tail() > LogLines.LONGEST_TAIL) {
            throw new ServiceException(Why.INVALID, "tailLines may be at most " + LogLines.LONGEST_TAIL);
        }
        try {
            this.pods = LabelSelector.parse(query.labels());
            this.grep = query.grep().isEmpty() ? null : Pattern.compile(query.grep());
        } catch (PatternSyntaxException e) {
            throw new ServiceException(Why.INVALID, "grep is no regular expression: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(Why.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private static void refuse(boolean asked, String option) {
        if (asked) {
            throw new ServiceException(
                    Why.INVALID,
                    option + " cannot be had here: on this machine the output is kept as it was written, without the"
                            + " times of its lines, and of the last attempt alone");
        }
    }

    void give(String name, BooleanSupplier over) throws InterruptedException {
        while (true) {
            StoredRun run = store.find(name).orElseThrow(() -> ServiceException.notFound(ResourceKind.WORKFLOW, name));
            boolean last = !query.follow() || run.completed() || !run.live();
            boolean some = false;
            for (StoredLog log : chosen(run)) {
                NodeStatus node = nodes(run).get(log.nodeId());
                LogLines lines = open.computeIfAbsent(
                        log.nodeId() + "/" + log.container(),
                        key -> new LogLines(log, of(podName(run, log, node), log)));
                boolean ended = last || node != null && hasEnded(node);
                some |= lines.give(query, grep, ended, sink);
            }
            if (last || over.getAsBoolean()) {
                return;
            }
            if (!some) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** Of whom a line is. */
    private String of(String pod, StoredLog log) {
        return isOfEach() && !log.container().equals(MAIN) ? pod + "/" + log.container() : pod;
    }

    private boolean isOfEach() {
        return query.container().equals(LogQuery.EACH_CONTAINER);
    }

    private static boolean hasEnded(NodeStatus node) {
        NodePhase phase = node.phase();
        return phase != null && phase.completed();
    }

    private static Map<String, NodeStatus> nodes(StoredRun run) {
        var status = run.workflow().status();
        return status == null ? Map.of() : status.nodes();
    }

    /** The pod that the node has, or would have in a cluster (NODE-17). */
    private static String podName(StoredRun run, StoredLog log, @Nullable NodeStatus node) {
        if (node == null) {
            return log.nodeId();
        }
        TemplateRef ref = node.templateRef();
        String template = ref == null ? node.templateName() : ref.template();
        return Names.podName(run.name(), Objects.requireNonNullElse(template, ""), node.name(), PodNameVersion.V2);
    }

    /** In the order in which the nodes came to be; those that the last snapshot does not know yet come last. */
    private List<StoredLog> chosen(StoredRun run) {
        Map<String, NodeStatus> nodes = nodes(run);
        Map<String, Integer> order = new HashMap<>();
        nodes.keySet().forEach(id -> order.put(id, order.size()));
        String container = query.container().isEmpty() ? MAIN : query.container();
        List<StoredLog> logs = new ArrayList<>(store.logs(run.name()));
        logs.removeIf(log ->
                !isOfEach() && !container.equals(log.container()) || !isChosen(run, log, nodes.get(log.nodeId())));
        logs.sort(Comparator.comparing(log -> order.getOrDefault(log.nodeId(), Integer.MAX_VALUE)));
        return logs;
    }

    private boolean isChosen(StoredRun run, StoredLog log, @Nullable NodeStatus node) {
        String pod = query.pod();
        if (!pod.isEmpty() && !pod.equals(log.nodeId()) && !pod.equals(podName(run, log, node))) {
            return false;
        }
        return pods.isAll()
                || pods.matches(Map.of(
                        Labels.WORKFLOW,
                        run.name(),
                        Labels.COMPLETED,
                        Boolean.toString(node != null && hasEnded(node))));
    }
}
