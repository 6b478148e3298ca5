package dev.skiff.agent;

import dev.skiff.handover.AgentReport.Kind;

/** The command was not started. The message is a sentence for the user. */
final class AgentFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int exitCode;

    AgentFailure(Kind kind, int exitCode, String message) {
        super(message);
        this.kind = kind;
        this.exitCode = exitCode;
    }

    Kind kind() {
        return kind;
    }

    int exitCode() {
        return exitCode;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
