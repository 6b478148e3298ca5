package dev.skiff.agent;

/** What the agent exits with when it has something to say of its own; else it exits as the user's command did. */
final class Codes {
    /** Arguments that make no sense. */
    static final int USAGE = 2;

    /** The command has succeeded, and what it left could not be handed over; also a dependency of a containerSet's member failed (PHASE-05). */
    static final int NOT_HANDED_OVER = 64;

    /** Something was wrong before the command could start. */
    static final int NOT_PREPARED = 65;

    /** There is a command, and it cannot be executed: as shells say it. */
    static final int NOT_EXECUTABLE = 126;

    /** There is no such command: as shells say it. */
    static final int NOT_FOUND = 127;

    /** Ended by SIGTERM before the command was started. */
    static final int TERMINATED = 143;

    private Codes() {}
}
