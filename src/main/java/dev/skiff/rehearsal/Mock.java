package dev.skiff.rehearsal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.skiff.model.AnyStringDeserializer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step does instead of running: of one template, or of nodes by their path. What it does not say is said by the next mock that fits,
 * and in the end the step succeeds.
 *
 * @param template whose steps these are; of template and node one is given
 * @param node a pattern of node paths, see {@link NodePath}
 * @param duration from start to end: {@code 30s}, {@code 1h30m}, or seconds
 * @param exitCode anything but 0 is a failure
 * @param error the infrastructure fails: the node is Error with this message
 * @param message of a step that fails, instead of {@code main: Error (exit code 1)}
 * @param http the response, for an http template
 * @param suspend the answer, for a suspend template
 * @param attempts what the first attempt does, the second, …; the last one stands for all that follow
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Mock(
        @Nullable String template,
        @Nullable String node,

        @JsonDeserialize(using = AnyStringDeserializer.class) @Nullable
        String duration,

        @Nullable Integer exitCode,
        @Nullable String error,
        @Nullable String message,
        @Nullable Given outputs,
        @Nullable Response http,
        @Nullable Approval suspend,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mock> attempts) {

    public Mock {
        attempts = attempts == null ? List.of() : List.copyOf(attempts);
    }

    /**
     * Outputs. A text is itself, anything else its JSON; null is an output that is missing.
     *
     * @param artifacts by name {@code saved} or {@code missing}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Given(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> parameters,
            @Nullable JsonNode result,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> artifacts) {
        public Given {
            parameters = ordered(parameters);
            artifacts = ordered(artifacts);
        }
    }

    /**
     * @param status 200 when it is not given
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Response(
            @Nullable Integer status, @Nullable JsonNode body) {}

    /**
     * @param after how long it takes; at once when it is not given
     * @param phase Succeeded when it is not given; Failed, Error, Skipped
     * @param parameters the values that are supplied
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Approval(
            @JsonDeserialize(using = AnyStringDeserializer.class) @Nullable
            String after,

            @Nullable String phase,
            @Nullable String message,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> parameters) {
        public Approval {
            parameters = ordered(parameters);
        }
    }

    /** A mock that says nothing yet. */
    public static Mock of(@Nullable String template, @Nullable String node) {
        return new Mock(template, node, null, null, null, null, null, null, null, List.of());
    }

    /** What the mock is of, for messages. */
    String selector() {
        return template != null ? "template:" + template : String.valueOf(node);
    }

    /** A value as text. */
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    /** Jackson gives null for a field that is not there. */
    static <V> Map<String, V> ordered(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
