package dev.skiff.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How pod names are made; recorded in the annotation {@link Labels#POD_NAME_FORMAT} (NODE-19). */
public enum PodNameVersion {
    /** The node id. */
    V1("v1"),
    /** Workflow, template and a hash of the node name; the default. */
    V2("v2");

    private final String text;

    PodNameVersion(String text) {
        this.text = text;
    }

    /** As the workflow has it; the default where it says nothing. */
    public static PodNameVersion of(@Nullable Map<String, String> annotations) {
        String said = annotations == null ? null : annotations.get(Labels.POD_NAME_FORMAT);
        return V1.text.equals(said) ? V1 : V2;
    }

    /** The value of the annotation. */
    public String text() {
        return text;
    }
}
