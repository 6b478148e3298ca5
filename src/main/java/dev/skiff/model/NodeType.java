package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** What a node of the tree is (features.md section 10.4). */
public enum NodeType {
    POD("Pod"),
    CONTAINER("Container"),
    STEPS("Steps"),
    STEP_GROUP("StepGroup"),
    DAG("DAG"),
    TASK_GROUP("TaskGroup"),
    RETRY("Retry"),
    SKIPPED("Skipped"),
    SUSPEND("Suspend"),
    HTTP("HTTP"),
    PLUGIN("Plugin");

    private final String text;

    NodeType(String text) {
        this.text = text;
    }

    /** As Argo writes it. */
    @JsonValue
    public String text() {
        return text;
    }

    /**
     * The constant; null for the empty text.
     *
     * @throws IllegalArgumentException for a text that is no type
     */
    @JsonCreator
    public static @Nullable NodeType of(String text) {
        return Texts.constant(values(), NodeType::text, text);
    }

    @Override
    public String toString() {
        return text;
    }
}
