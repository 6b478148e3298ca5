package dev.skiff.cli;

import java.util.Locale;

/** What a command prints of runs; the choices are those of {@code argo}. */
enum OutputForm {
    WIDE,
    JSON,
    YAML,
    NAME;

    /** Whether standard output is for programs, so that people are told everything on standard error. */
    boolean isForPrograms() {
        return switch (this) {
            case WIDE -> false;
            case JSON, YAML, NAME -> true;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
