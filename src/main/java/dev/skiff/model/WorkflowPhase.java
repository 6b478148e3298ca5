package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** How far a workflow is (PHASE-01). A new workflow has none: null here, empty text in Argo's JSON. */
public enum WorkflowPhase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    ERROR("Error");

    private final String text;

    WorkflowPhase(String text) {
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
     * @throws IllegalArgumentException for a text that is no phase
     */
    @JsonCreator
    public static @Nullable WorkflowPhase of(String text) {
        return Texts.constant(values(), WorkflowPhase::text, text);
    }

    /** Succeeded, Failed or Error. */
    public boolean completed() {
        return switch (this) {
            case SUCCEEDED, FAILED, ERROR -> true;
            case PENDING, RUNNING -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
