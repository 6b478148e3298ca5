package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.skiff.model.Labels;
import dev.skiff.model.Names;
import dev.skiff.model.PodNameVersion;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.LogEntry;
import dev.skiff.port.service.LogQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The logs of pods that are gone, as far as they were kept as artifacts (ART-06). They have no times. */
final class ArchivedLogs {
    private static final int PIECE = 64 * 1024;
    /** Lines that may have to be kept to find the last ones. */
    private static final int MOST_TAIL = 10_000;

    private final ArtifactFiles files;
    private final LogQuery query;
    private final @Nullable Pattern grep;

    ArchivedLogs(ArtifactFiles files, LogQuery query) {
        this.files = files;
        this.query = query;
        this.grep = query.grep().isEmpty() ? null : Pattern.compile(query.grep());
    }

    /** @param there ids of the nodes whose pods are there */
    void give(JsonNode workflow, Set<String> there, Sink<LogEntry> sink) throws InterruptedException {
        if (query.previous() || !query.labels().isBlank()) {
            return;
        }
        String artifact = (query.container().isEmpty() ? "main" : query.container()) + "-logs";
        for (JsonNode node : workflow.path("status").path("nodes")) {
            String id = node.path("id").asText("");
            String pod = podName(workflow, node);
            boolean meant = query.pod().isEmpty()
                    || query.pod().equals(id)
                    || query.pod().equals(pod);
            JsonNode kept = ArtifactFiles.find(node, artifact, false);
            boolean isPod = node.path("type").asText("").equals("Pod");
            if (isPod
                    && meant
                    && !there.contains(id)
                    && kept != null
                    && !kept.path("deleted").asBoolean(false)) {
                try (Download log = files.fetch(workflow, id, artifact, false)) {
                    read(log.content(), pod, sink);
                } catch (IOException e) {
                    throw new ServiceException(
                            ServiceException.Why.UNAVAILABLE,
                            "the log that was kept of node " + id + " cannot be read: " + e.getMessage(),
                            e);
                }
            }
        }
    }

    private static String podName(JsonNode workflow, JsonNode node) {
        JsonNode metadata = workflow.path("metadata");
        String format =
                metadata.path("annotations").path(Labels.POD_NAME_FORMAT).asText("");
        String reference = node.path("templateRef").path("template").asText("");
        return Names.podName(
                metadata.path("name").asText(""),
                reference.isEmpty() ? node.path("templateName").asText("") : reference,
                node.path("name").asText(""),
                PodNameVersion.of(Map.of(Labels.POD_NAME_FORMAT, format)));
    }

    private void read(InputStream content, String pod, Sink<LogEntry> sink) throws IOException, InterruptedException {
        Deque<String> last = new ArrayDeque<>();
        long[] left = {query.limitBytes() <= 0 ? Long.MAX_VALUE : query.limitBytes()};
        int tail = (int) Math.min(query.tail(), MOST_TAIL);
        LogLines lines = new LogLines((time, text) -> {
            String whole = time.isEmpty() ? text : time + " " + text;
            if (grep != null && !grep.matcher(whole).find()) {
                return;
            }
            if (query.tail() >= 0) {
                last.add(whole);
                if (last.size() > tail) {
                    last.remove();
                }
            } else if (left[0] > 0) {
                left[0] -= whole.length() + 1L;
                sink.take(new LogEntry(whole, pod));
            }
        });
        byte[] piece = new byte[PIECE];
        for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
            lines.take(n == piece.length ? piece : Arrays.copyOf(piece, n));
        }
        lines.finish();
        for (String line : last) {
            sink.take(new LogEntry(line, pod));
        }
    }
}
