package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.skiff.kubernetes.client.ObjectReader;
import dev.skiff.kubernetes.pods.PodView.Container;
import dev.skiff.kubernetes.pods.PodView.Disruption;
import dev.skiff.kubernetes.pods.PodView.Phase;
import dev.skiff.kubernetes.pods.PodView.Stage;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads a pod token by token: a pod has some ten kilobytes, of which few hundred matter. Odd values are read as absent ones. */
final class PodViewReader implements ObjectReader<PodView> {

    @Override
    public PodView read(JsonParser parser) throws IOException {
        return new Reading().pod(parser);
    }

    /** Takes the field's value. */
    private interface Field {
        void take(String name, JsonParser parser) throws IOException;
    }

    /** Calls for each field, the parser at its value; the callee reads or skips it. */
    private static void fields(JsonParser parser, Field field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            field.take(name, parser);
        }
    }

    private interface Item {
        void take(JsonParser parser) throws IOException;
    }

    private static void items(JsonParser parser, Item item) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.take(parser);
        }
    }

    private static String text(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            parser.skipChildren();
            return "";
        }
        return parser.getText();
    }

    private static long number(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getValueAsLong();
        }
        parser.skipChildren();
        return 0;
    }

    private static @Nullable Instant time(JsonParser parser) throws IOException {
        try {
            String text = text(parser);
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static final class Reading {
        private String namespace = "";
        private String name = "";
        private String uid = "";
        private String resourceVersion = "";
        private String run = "";
        private String nodeId = "";
        private String ownerUid = "";
        private Map<String, String> labels = Map.of();
        private @Nullable PodStop stopped;
        private @Nullable String report;
        private @Nullable Instant deletion;
        private long deletionGrace;
        private long activeDeadline;
        private String node = "";
        private String phase = "";
        private String reason = "";
        private String message = "";
        private String ip = "";
        private String unscheduled = "";
        private @Nullable Disruption disrupted;
        private final List<Container> inits = new ArrayList<>(0);
        private final List<Container> containers = new ArrayList<>(1);
        private Map<String, Map<String, String>> resources = Map.of();

        PodView pod(JsonParser parser) throws IOException {
            fields(parser, (field, value) -> {
                switch (field) {
                    case "metadata" -> fields(value, this::metadata);
                    case "spec" -> fields(value, this::spec);
                    case "status" -> fields(value, this::status);
                    default -> value.skipChildren();
                }
            });
            return new PodView(
                    namespace,
                    name,
                    uid,
                    resourceVersion,
                    run,
                    nodeId,
                    ownerUid,
                    labels,
                    stopped,
                    report,
                    deletion,
                    deletionGrace,
                    activeDeadline,
                    node,
                    Phase.of(phase),
                    reason,
                    message,
                    ip,
                    unscheduled,
                    disrupted,
                    List.copyOf(inits),
                    List.copyOf(containers),
                    resources);
        }

        private void metadata(String field, JsonParser value) throws IOException {
            switch (field) {
                case "namespace" -> namespace = text(value);
                case "name" -> name = text(value);
                case "uid" -> uid = text(value);
                case "resourceVersion" -> resourceVersion = text(value);
                case "labels" -> fields(value, this::label);
                case "annotations" -> fields(value, this::annotation);
                case "ownerReferences" -> items(value, this::owner);
                case "deletionTimestamp" -> deletion = time(value);
                case "deletionGracePeriodSeconds" -> deletionGrace = number(value);
                default -> value.skipChildren();
            }
        }

        private void label(String key, JsonParser value) throws IOException {
            switch (key) {
                case PodMarks.WORKFLOW -> run = text(value);
                case PodMarks.COMPLETED, PodMarks.INSTANCE -> value.skipChildren();
                default -> {
                    if (labels.isEmpty()) {
                        labels = new HashMap<>(4);
                    }
                    labels.put(key, text(value));
                }
            }
        }

        private void annotation(String key, JsonParser value) throws IOException {
            switch (key) {
                case PodMarks.NODE_ID -> nodeId = text(value);
                case PodMarks.STOPPED -> stopped = PodStop.of(text(value));
                case PodMarks.REPORT -> report = text(value);
                default -> value.skipChildren();
            }
        }

        private void owner(JsonParser parser) throws IOException {
            String[] found = {"", ""};
            fields(parser, (field, value) -> {
                switch (field) {
                    case "kind" -> found[0] = text(value);
                    case "uid" -> found[1] = text(value);
                    default -> value.skipChildren();
                }
            });
            if (found[0].equals("Workflow")) {
                ownerUid = found[1];
            }
        }

        private void spec(String field, JsonParser value) throws IOException {
            switch (field) {
                case "nodeName" -> node = text(value);
                case "activeDeadlineSeconds" -> activeDeadline = number(value);
                case "containers", "initContainers" -> items(value, this::container);
                default -> value.skipChildren();
            }
        }

        private void container(JsonParser parser) throws IOException {
            String[] container = {""};
            Map<String, String> limits = new HashMap<>(0);
            Map<String, String> requests = new HashMap<>(0);
            fields(parser, (field, value) -> {
                switch (field) {
                    case "name" -> container[0] = text(value);
                    case "resources" ->
                        fields(value, (kind, list) -> {
                            switch (kind) {
                                case "limits" -> fields(list, (name, amount) -> limits.put(name, text(amount)));
                                case "requests" -> fields(list, (name, amount) -> requests.put(name, text(amount)));
                                default -> list.skipChildren();
                            }
                        });
                    default -> value.skipChildren();
                }
            });
            limits.putAll(requests);
            if (!limits.isEmpty()) {
                if (resources.isEmpty()) {
                    resources = new HashMap<>(4);
                }
                resources.put(container[0], limits);
            }
        }

        private void status(String field, JsonParser value) throws IOException {
            switch (field) {
                case "phase" -> phase = text(value);
                case "reason" -> reason = text(value);
                case "message" -> message = text(value);
                case "podIP" -> ip = text(value);
                case "conditions" -> items(value, this::condition);
                case "initContainerStatuses" -> items(value, p -> inits.add(new ContainerReading().read(p)));
                case "containerStatuses" -> items(value, p -> containers.add(new ContainerReading().read(p)));
                default -> value.skipChildren();
            }
        }

        private void condition(JsonParser parser) throws IOException {
            String[] found = {"", "", "", ""};
            AtomicReference<@Nullable Instant> since = new AtomicReference<>();
            fields(parser, (field, value) -> {
                switch (field) {
                    case "type" -> found[0] = text(value);
                    case "status" -> found[1] = text(value);
                    case "reason" -> found[2] = text(value);
                    case "message" -> found[3] = text(value);
                    case "lastTransitionTime" -> since.set(time(value));
                    default -> value.skipChildren();
                }
            });
            if (found[0].equals("DisruptionTarget") && found[1].equals("True")) {
                disrupted = new Disruption(found[2], found[3], since.get());
            } else if (found[0].equals("PodScheduled") && found[1].equals("False")) {
                unscheduled = found[3].isEmpty() ? found[2] : found[2] + ": " + found[3];
            }
        }
    }

    private static final class ContainerReading {
        private String name = "";
        private boolean ready;
        private Stage stage = Stage.WAITING;
        private String reason = "";
        private String message = "";
        private int exitCode;
        private @Nullable Instant startedAt;
        private @Nullable Instant finishedAt;

        Container read(JsonParser parser) throws IOException {
            fields(parser, (field, value) -> {
                switch (field) {
                    case "name" -> name = text(value);
                    case "ready" -> ready = text(value).equals("true");
                    case "state" -> fields(value, this::state);
                    default -> value.skipChildren();
                }
            });
            return new Container(name, ready, stage, reason, message, exitCode, startedAt, finishedAt);
        }

        private void state(String kind, JsonParser parser) throws IOException {
            stage = switch (kind) {
                case "running" -> Stage.RUNNING;
                case "terminated" -> Stage.TERMINATED;
                default -> Stage.WAITING;
            };
            fields(parser, (field, value) -> {
                switch (field) {
                    case "reason" -> reason = text(value);
                    case "message" -> message = text(value);
                    case "exitCode" -> exitCode = (int) number(value);
                    case "startedAt" -> startedAt = time(value);
                    case "finishedAt" -> finishedAt = time(value);
                    default -> value.skipChildren();
                }
            });
        }
    }
}
