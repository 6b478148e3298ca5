package dev.skiff.model;

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

    /** The value of the annotation. */
    public String text() {
        return text;
    }
}
