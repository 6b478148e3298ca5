package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** How far a node is (PHASE-01). A node that is not yet started has none: null here, empty text in Argo's JSON. */
public enum NodePhase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    SKIPPED("Skipped"),
    FAILED("Failed"),
    ERROR("Error"),
    OMITTED("Omitted");

    private final String text;

    NodePhase(String text) {
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
    public static @Nullable NodePhase of(String text) {
        return Texts.constant(values(), NodePhase::text, text);
    }

    /** Succeeded, Failed or Error: it ran to an end (PHASE-03). */
    public boolean completed() {
        return switch (this) {
            case SUCCEEDED, FAILED, ERROR -> true;
            case PENDING, RUNNING, SKIPPED, OMITTED -> false;
        };
    }

    /** Completed, or will never run (PHASE-03, without what it says about daemons and task results). */
    public boolean fulfilled() {
        return completed() || this == SKIPPED || this == OMITTED;
    }

    public boolean failedOrError() {
        return this == FAILED || this == ERROR;
    }

    @Override
    public String toString() {
        return text;
    }
}
