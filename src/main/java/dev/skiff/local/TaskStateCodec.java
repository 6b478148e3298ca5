package dev.skiff.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.TaskState;
import dev.skiff.engine.TaskState.Member;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.model.Artifact;
import dev.skiff.model.ModelMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states of a task as JSON, for the journal. */
final class TaskStateCodec {

    private static final ObjectMapper JSON = ModelMapper.strict();

    private TaskStateCodec() {}

    static ObjectNode encode(TaskState state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (state) {
            case TaskState.Pending p -> json.put("is", "pending").put("message", p.message());
            case TaskState.Running r -> {
                json.put("is", "running")
                        .put("startedAt", r.startedAt().toString())
                        .put("host", r.host())
                        .put("ip", r.ip())
                        .put("ready", r.ready());
                members(r.members(), json);
                yield json;
            }
            case TaskState.Ended e -> ended(e, json);
            case TaskState.Absent a -> json.put("is", "absent");
        };
    }

    private static ObjectNode ended(TaskState.Ended end, ObjectNode json) {
        json.put("is", "ended")
                .put("verdict", end.verdict().name())
                .put("exitCode", end.exitCode())
                .put("message", end.message())
                .put(
                        "startedAt",
                        end.startedAt() == null ? null : end.startedAt().toString())
                .put("finishedAt", end.finishedAt().toString())
                .put("stdout", end.results().stdout());
        if (!end.host().isEmpty()) {
            json.put("host", end.host());
        }
        if (!end.resourcesDuration().isEmpty()) {
            ObjectNode used = json.putObject("resourcesDuration");
            end.resourcesDuration().forEach(used::put);
        }
        ObjectNode files = json.putObject("files");
        end.results().files().forEach((name, file) -> {
            ObjectNode found = files.putObject(name);
            switch (file) {
                case OutputFile.Found f -> found.put("text", f.text());
                case OutputFile.Missing m -> found.put("missing", true);
                case OutputFile.Unreadable u -> found.put("why", u.why());
            }
        });
        ObjectNode artifacts = json.putObject("artifacts");
        end.results().artifacts().forEach((name, artifact) -> {
            ObjectNode found = artifacts.putObject(name);
            switch (artifact) {
                case OutputArtifact.Saved s -> found.set("saved", JSON.valueToTree(s.artifact()));
                case OutputArtifact.Missing m -> found.put("missing", true);
                case OutputArtifact.Unsaved u -> found.put("why", u.why());
            }
        });
        members(end.results().members(), json);
        return json;
    }

    private static void members(Map<String, Member> members, ObjectNode json) {
        if (!members.isEmpty()) {
            json.set("members", JSON.valueToTree(members));
        }
    }

    static TaskState decode(JsonNode json) throws IOException {
        String is = EventCodec.text(json, "is");
        return switch (is) {
            case "pending" -> new TaskState.Pending(EventCodec.text(json, "message"));
            case "running" ->
                new TaskState.Running(
                        Instant.parse(EventCodec.text(json, "startedAt")),
                        EventCodec.text(json, "host"),
                        EventCodec.text(json, "ip"),
                        json.path("ready").asBoolean(true),
                        members(json));
            case "ended" -> ended(json);
            case "absent" -> new TaskState.Absent();
            default -> throw new IOException("unknown state of a task: " + is);
        };
    }

    private static TaskState ended(JsonNode json) throws IOException {
        Map<String, OutputFile> files = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> file : json.path("files").properties()) {
            files.put(file.getKey(), file(file.getValue()));
        }
        Map<String, OutputArtifact> artifacts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> artifact : json.path("artifacts").properties()) {
            artifacts.put(artifact.getKey(), artifact(artifact.getValue()));
        }
        String startedAt = json.path("startedAt").textValue();
        return new TaskState.Ended(
                Verdict.valueOf(EventCodec.text(json, "verdict")),
                exitCode(json),
                EventCodec.text(json, "message"),
                new Results(files, json.path("stdout").textValue(), artifacts, members(json)),
                startedAt == null ? null : Instant.parse(startedAt),
                Instant.parse(EventCodec.text(json, "finishedAt")),
                json.path("host").asText(),
                resourcesDuration(json.path("resourcesDuration")));
    }

    private static Map<String, Long> resourcesDuration(JsonNode json) {
        Map<String, Long> used = new LinkedHashMap<>();
        json.properties().forEach(e -> used.put(e.getKey(), e.getValue().asLong()));
        return used;
    }

    private static OutputArtifact artifact(JsonNode json) throws IOException {
        if (json.has("saved")) {
            return new OutputArtifact.Saved(JSON.treeToValue(json.path("saved"), Artifact.class));
        }
        return json.has("why")
                ? new OutputArtifact.Unsaved(EventCodec.text(json, "why"))
                : new OutputArtifact.Missing();
    }

    private static Map<String, Member> members(JsonNode json) throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : json.path("members").properties()) {
            members.put(member.getKey(), JSON.treeToValue(member.getValue(), Member.class));
        }
        return members;
    }

    private static @Nullable Integer exitCode(JsonNode json) {
        JsonNode code = json.path("exitCode");
        return code.isInt() ? code.intValue() : null;
    }

    private static OutputFile file(JsonNode json) throws IOException {
        if (json.has("text")) {
            return new OutputFile.Found(EventCodec.text(json, "text"));
        }
        return json.has("why") ? new OutputFile.Unreadable(EventCodec.text(json, "why")) : new OutputFile.Missing();
    }
}
