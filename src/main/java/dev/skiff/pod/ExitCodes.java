package dev.skiff.pod;

/** What the exit codes of containers mean. */
public final class ExitCodes {

    /** 128 + SIGKILL. */
    public static final int KILLED = 137;

    /** 128 + SIGTERM. */
    public static final int TERMINATED = 143;

    private ExitCodes() {}

    /** As Argo says it, for exit codes other than 0 (PHASE-08). */
    public static String message(String container, int exitCode) {
        return container + ": Error (exit code " + exitCode + ")";
    }

    /** The same of a container that the kernel ended because its memory was used up. */
    public static String outOfMemory(String container) {
        return container + ": OOMKilled (exit code " + KILLED + ")";
    }

    /** Sidecars are ended by us: what that does to them is not their failure (PHASE-09). */
    public static boolean isFailureOfSidecar(int exitCode) {
        return exitCode != 0 && exitCode != KILLED && exitCode != TERMINATED;
    }
}
