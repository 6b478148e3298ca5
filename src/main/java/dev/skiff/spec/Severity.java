package dev.skiff.spec;

/** How bad a problem is. */
public enum Severity {
    /** The document cannot run as it is. */
    ERROR,
    /** It can run, but probably not as meant. */
    WARNING
}
